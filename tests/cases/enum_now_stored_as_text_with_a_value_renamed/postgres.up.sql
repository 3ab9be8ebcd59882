-- rename value new of enum status to fresh
ALTER TYPE "status" RENAME VALUE 'new' TO 'fresh';
-- change item.status from status to text
ALTER TABLE "item" ALTER COLUMN "status" DROP DEFAULT;
ALTER TABLE "item" ALTER COLUMN "status" TYPE text;
ALTER TABLE "item" ALTER COLUMN "status" SET DEFAULT 'fresh';
-- change item.past from array(status) to array(text)
ALTER TABLE "item" ALTER COLUMN "past" TYPE text[] USING "past"::text[]::text[];
-- add check item_status_check
ALTER TABLE "item" ADD CONSTRAINT "item_status_check" CHECK ("status" IN ('fresh', 'done'));
-- drop enum status
DROP TYPE "status";
