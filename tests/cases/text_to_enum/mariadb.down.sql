-- change item.status from enum('new','done') to text
ALTER TABLE `item` MODIFY COLUMN `status` longtext COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
