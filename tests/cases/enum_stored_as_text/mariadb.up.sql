-- add item.status
ALTER TABLE `item` ADD COLUMN `status` varchar(255) COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
-- add check item_status_check
ALTER TABLE `item` ADD CONSTRAINT `item_status_check` CHECK (`status` in ('new','it''s'));
