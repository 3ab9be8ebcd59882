-- add item.status
ALTER TABLE `item` ADD COLUMN `status` varchar(255) NOT NULL DEFAULT 'new';
-- add check item_status_check
ALTER TABLE `item` ADD CONSTRAINT `item_status_check` CHECK (`status` in ('new','it''s'));
