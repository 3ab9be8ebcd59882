-- loses: the values of item.status
-- drop item.status
ALTER TABLE `item` DROP COLUMN `status`;
