-- change item.status from enum('new','done') to string(255)
ALTER TABLE `item` MODIFY COLUMN `status` varchar(255) COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
-- add check item_status_check
ALTER TABLE `item` ADD CONSTRAINT `item_status_check` CHECK (`status` in ('new','done'));
