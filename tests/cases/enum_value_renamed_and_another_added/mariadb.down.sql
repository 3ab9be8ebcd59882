-- change item.status from enum('fresh','busy','done') to enum('new','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done','fresh','busy') COLLATE utf8mb4_bin NOT NULL;
UPDATE `item`
SET `status` = CASE `status` WHEN 'fresh' THEN 'new' ELSE `status` END;
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NOT NULL;
