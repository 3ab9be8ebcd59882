-- create enum status
CREATE TYPE "status" AS ENUM ('new', 'done');
-- add item.status
ALTER TABLE "item" ADD COLUMN "status" "status" NOT NULL DEFAULT 'new';
