-- change item.status from enum('new','busy','done') to enum('new','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') NOT NULL DEFAULT 'new';
