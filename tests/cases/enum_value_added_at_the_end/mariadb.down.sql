-- change item.status from enum('new','done','gone') to enum('new','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NOT NULL;
