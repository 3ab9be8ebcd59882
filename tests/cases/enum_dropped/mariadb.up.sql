-- drop item.status
ALTER TABLE `item` DROP COLUMN `status`;
