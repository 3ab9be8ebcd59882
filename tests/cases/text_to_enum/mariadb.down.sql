-- change item.status from enum('new','done') to text
ALTER TABLE `item` MODIFY COLUMN `status` longtext NOT NULL DEFAULT 'new';
