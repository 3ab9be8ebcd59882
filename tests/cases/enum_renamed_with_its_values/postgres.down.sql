-- loses: NULL in item.state
-- rename enum state to status
ALTER TYPE "state" RENAME TO "status";
-- rename value fresh of enum status to new
ALTER TYPE "status" RENAME VALUE 'fresh' TO 'new';
-- rename item.state to status
ALTER TABLE "item" RENAME COLUMN "state" TO "status";
-- replace the values of enum status
CREATE TYPE "strobila_new_status" AS ENUM ('new', 'done');
ALTER TABLE "item"
    ALTER COLUMN "status" TYPE "strobila_new_status" USING "status"::text::"strobila_new_status";
DROP TYPE "status";
ALTER TYPE "strobila_new_status" RENAME TO "status";
-- change item.status, now required
UPDATE "item"
SET "status" = 'new'
WHERE "status" IS NULL;
ALTER TABLE "item" ALTER COLUMN "status" SET NOT NULL;
