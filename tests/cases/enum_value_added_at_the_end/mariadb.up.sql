-- change item.status from enum('new','done') to enum('new','done','gone')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done','gone') COLLATE utf8mb4_bin NOT NULL;
