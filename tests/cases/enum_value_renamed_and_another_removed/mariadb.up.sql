-- change item.status from enum('new','busy','done') to enum('fresh','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('fresh','done','new','busy') COLLATE utf8mb4_bin NOT NULL;
UPDATE `item`
SET `status` = CASE `status` WHEN 'new' THEN 'fresh' ELSE `status` END;
ALTER TABLE `item` MODIFY COLUMN `status` enum('fresh','done') COLLATE utf8mb4_bin NOT NULL;
