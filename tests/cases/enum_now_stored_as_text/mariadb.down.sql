-- drop check item_status_check
ALTER TABLE `item` DROP CONSTRAINT `item_status_check`;
-- change item.status from string(255) to enum('new','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
