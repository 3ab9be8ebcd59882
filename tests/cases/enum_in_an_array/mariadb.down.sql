-- loses: the values of item.tags
-- drop item.tags
ALTER TABLE `item` DROP COLUMN `tags`;
