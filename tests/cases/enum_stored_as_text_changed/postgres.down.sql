-- drop check item_status_check
ALTER TABLE "item" DROP CONSTRAINT "item_status_check";
-- add check item_status_check
ALTER TABLE "item" ADD CONSTRAINT "item_status_check" CHECK ("status" IN ('new', 'done'));
