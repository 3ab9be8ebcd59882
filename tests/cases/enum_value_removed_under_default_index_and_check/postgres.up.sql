-- drop check item_status_known_check
ALTER TABLE "item" DROP CONSTRAINT "item_status_known_check";
-- drop index item_status_idx
DROP INDEX "item_status_idx";
-- replace the values of enum status
CREATE TYPE "strobila_new_status" AS ENUM ('new', 'done');
ALTER TABLE "item"
    ALTER COLUMN "status" DROP DEFAULT,
    ALTER COLUMN "status" TYPE "strobila_new_status" USING "status"::text::"strobila_new_status";
DROP TYPE "status";
ALTER TYPE "strobila_new_status" RENAME TO "status";
ALTER TABLE "item" ALTER COLUMN "status" SET DEFAULT 'new';
-- add index item_status_idx
CREATE INDEX "item_status_idx" ON "item" ("status") WHERE status <> 'done';
-- add check item_status_known_check
ALTER TABLE "item" ADD CONSTRAINT "item_status_known_check" CHECK (status <> 'done' OR id > 0);
