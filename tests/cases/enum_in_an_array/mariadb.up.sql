-- add item.tags
ALTER TABLE `item` ADD COLUMN `tags` json NULL DEFAULT NULL;
