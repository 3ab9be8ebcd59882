-- change item.status from enum('new','done') to enum('new','busy','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','busy','done') COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
