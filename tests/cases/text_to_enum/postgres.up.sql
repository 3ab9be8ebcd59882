-- create enum status
CREATE TYPE "status" AS ENUM ('new', 'done');
-- change item.status from text to status
ALTER TABLE "item" ALTER COLUMN "status" DROP DEFAULT;
ALTER TABLE "item" ALTER COLUMN "status" TYPE "status" USING "status"::"status";
ALTER TABLE "item" ALTER COLUMN "status" SET DEFAULT 'new';
