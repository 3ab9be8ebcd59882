-- loses: the values of item.status
-- drop check item_status_check
ALTER TABLE `item` DROP CONSTRAINT `item_status_check`;
-- drop item.status
ALTER TABLE `item` DROP COLUMN `status`;
