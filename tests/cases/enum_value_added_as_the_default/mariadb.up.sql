-- change item.status from enum('new','done') to enum('fresh','new','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('fresh','new','done') COLLATE utf8mb4_bin NOT NULL DEFAULT 'fresh';
