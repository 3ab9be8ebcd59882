-- change item.status from enum('fresh','done') to enum('new','busy','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','busy','done','fresh') COLLATE utf8mb4_bin NOT NULL;
UPDATE `item`
SET `status` = CASE `status` WHEN 'fresh' THEN 'new' ELSE `status` END;
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','busy','done') COLLATE utf8mb4_bin NOT NULL;
