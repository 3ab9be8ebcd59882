-- drop check item_status_check
ALTER TABLE `item` DROP CONSTRAINT `item_status_check`;
-- convert the values of item.status
UPDATE `item`
SET `status` = CASE `status` WHEN 'new' THEN 'fresh' ELSE `status` END;
-- add check item_status_check
ALTER TABLE `item` ADD CONSTRAINT `item_status_check` CHECK (`status` in ('fresh','done','gone'));
