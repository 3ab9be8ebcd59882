-- change item.status from status to text
ALTER TABLE "item" ALTER COLUMN "status" DROP DEFAULT;
ALTER TABLE "item" ALTER COLUMN "status" TYPE text;
ALTER TABLE "item" ALTER COLUMN "status" SET DEFAULT 'new';
-- drop enum status
DROP TYPE "status";
