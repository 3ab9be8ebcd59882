-- change item.status from text to enum('new','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') NOT NULL DEFAULT 'new';
