-- rename value new of enum status to strobila_old_new
ALTER TYPE "status" RENAME VALUE 'new' TO 'strobila_old_new';
-- rename value busy of enum status to new
ALTER TYPE "status" RENAME VALUE 'busy' TO 'new';
-- replace the values of enum status
CREATE TYPE "strobila_new_status" AS ENUM ('new', 'done');
ALTER TABLE "item"
    ALTER COLUMN "status" DROP DEFAULT,
    ALTER COLUMN "status" TYPE "strobila_new_status" USING "status"::text::"strobila_new_status";
DROP TYPE "status";
ALTER TYPE "strobila_new_status" RENAME TO "status";
-- change item.status
ALTER TABLE "item" ALTER COLUMN "status" SET DEFAULT 'new';
