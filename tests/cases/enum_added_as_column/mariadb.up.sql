-- add item.status
ALTER TABLE `item` ADD COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
