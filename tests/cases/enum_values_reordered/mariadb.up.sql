-- change item.status from enum('new','busy','done') to enum('done','busy','new')
ALTER TABLE `item` MODIFY COLUMN `status` enum('done','busy','new') COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
