-- add item.status; add check item_status_check
ALTER TABLE "item" ADD COLUMN "status" TEXT NOT NULL DEFAULT 'new' CONSTRAINT "item_status_check" CHECK ("status" IN ('new', 'done'));
