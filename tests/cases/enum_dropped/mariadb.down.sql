-- loses: item.status comes back as 'new'
-- add item.status, existing rows get 'new'
ALTER TABLE `item` ADD COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
ALTER TABLE `item` ALTER COLUMN `status` DROP DEFAULT;
