-- add item.status
ALTER TABLE "item" ADD COLUMN "status" text NOT NULL DEFAULT 'new';
-- add check item_status_check
ALTER TABLE "item" ADD CONSTRAINT "item_status_check" CHECK ("status" IN ('new', 'it''s'));
