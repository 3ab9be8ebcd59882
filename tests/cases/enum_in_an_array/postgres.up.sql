-- create enum status
CREATE TYPE "status" AS ENUM ('new', 'done');
-- add item.tags
ALTER TABLE "item" ADD COLUMN "tags" "status"[];
