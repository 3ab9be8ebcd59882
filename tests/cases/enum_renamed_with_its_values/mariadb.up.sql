-- rename item.status to state
ALTER TABLE `item` RENAME COLUMN `status` TO `state`;
-- change item.state from enum('new','done') to enum('fresh','done','gone'), now optional
ALTER TABLE `item` MODIFY COLUMN `state` enum('fresh','done','gone','new') COLLATE utf8mb4_bin NULL DEFAULT NULL;
UPDATE `item`
SET `state` = CASE `state` WHEN 'new' THEN 'fresh' ELSE `state` END;
ALTER TABLE `item` MODIFY COLUMN `state` enum('fresh','done','gone') COLLATE utf8mb4_bin NULL DEFAULT NULL;
