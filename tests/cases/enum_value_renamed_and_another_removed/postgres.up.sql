-- rename value new of enum status to fresh
ALTER TYPE "status" RENAME VALUE 'new' TO 'fresh';
-- replace the values of enum status
CREATE TYPE "strobila_new_status" AS ENUM ('fresh', 'done');
ALTER TABLE "item"
    ALTER COLUMN "status" TYPE "strobila_new_status" USING "status"::text::"strobila_new_status";
DROP TYPE "status";
ALTER TYPE "strobila_new_status" RENAME TO "status";
