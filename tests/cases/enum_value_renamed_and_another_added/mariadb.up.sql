-- change item.status from enum('new','done') to enum('fresh','busy','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('fresh','busy','done','new') COLLATE utf8mb4_bin NOT NULL;
UPDATE `item`
SET `status` = CASE `status` WHEN 'new' THEN 'fresh' ELSE `status` END;
ALTER TABLE `item` MODIFY COLUMN `status` enum('fresh','busy','done') COLLATE utf8mb4_bin NOT NULL;
