-- add item.status
ALTER TABLE `item` ADD COLUMN `status` enum('new','done') NOT NULL DEFAULT 'new';
