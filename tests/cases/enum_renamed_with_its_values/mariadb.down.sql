-- loses: NULL in item.state
-- rename item.state to status
ALTER TABLE `item` RENAME COLUMN `state` TO `status`;
-- change item.status from enum('fresh','done','gone') to enum('new','done'), now required
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done','fresh','gone') COLLATE utf8mb4_bin NULL DEFAULT NULL;
UPDATE `item`
SET `status` = CASE `status` WHEN 'fresh' THEN 'new' ELSE `status` END;
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NULL DEFAULT NULL;
UPDATE `item`
SET `status` = 'new'
WHERE `status` IS NULL;
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NOT NULL;
