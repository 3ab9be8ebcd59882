-- loses: item.status comes back as 'new'
-- add item.status, existing rows get 'new'
ALTER TABLE `item` ADD COLUMN `status` enum('new','done') NOT NULL DEFAULT 'new';
ALTER TABLE `item` ALTER COLUMN `status` DROP DEFAULT;
