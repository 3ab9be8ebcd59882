-- add item.tags
ALTER TABLE "item" ADD COLUMN "tags" TEXT;
