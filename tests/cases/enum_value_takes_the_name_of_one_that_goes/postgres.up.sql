-- rename value busy of enum status to strobila_old_busy
ALTER TYPE "status" RENAME VALUE 'busy' TO 'strobila_old_busy';
-- rename value new of enum status to busy
ALTER TYPE "status" RENAME VALUE 'new' TO 'busy';
-- replace the values of enum status
CREATE TYPE "strobila_new_status" AS ENUM ('busy', 'done');
ALTER TABLE "item"
    ALTER COLUMN "status" TYPE "strobila_new_status" USING "status"::text::"strobila_new_status";
DROP TYPE "status";
ALTER TYPE "strobila_new_status" RENAME TO "status";
