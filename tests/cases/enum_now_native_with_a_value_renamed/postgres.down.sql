-- rename value fresh of enum status to new
ALTER TYPE "status" RENAME VALUE 'fresh' TO 'new';
-- change item.status from status to text
ALTER TABLE "item" ALTER COLUMN "status" DROP DEFAULT;
ALTER TABLE "item" ALTER COLUMN "status" TYPE text;
ALTER TABLE "item" ALTER COLUMN "status" SET DEFAULT 'new';
-- change item.past from array(status) to array(text)
ALTER TABLE "item" ALTER COLUMN "past" TYPE text[] USING "past"::text[]::text[];
-- add check item_status_check
ALTER TABLE "item" ADD CONSTRAINT "item_status_check" CHECK ("status" IN ('new', 'done'));
-- drop enum status
DROP TYPE "status";
