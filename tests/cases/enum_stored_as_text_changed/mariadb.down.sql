-- drop check item_status_check
ALTER TABLE `item` DROP CONSTRAINT `item_status_check`;
-- convert the values of item.status
UPDATE `item`
SET `status` = CASE `status` WHEN 'fresh' THEN 'new' ELSE `status` END;
-- add check item_status_check
ALTER TABLE `item` ADD CONSTRAINT `item_status_check` CHECK (`status` in ('new','done'));
