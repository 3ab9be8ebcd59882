-- change item.status from enum('new','busy','done') to enum('busy','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('busy','done','new') COLLATE utf8mb4_bin NOT NULL;
UPDATE `item`
SET `status` = CASE `status` WHEN 'new' THEN 'busy' WHEN 'busy' THEN 'strobila_old_busy' ELSE `status` END;
ALTER TABLE `item` MODIFY COLUMN `status` enum('busy','done') COLLATE utf8mb4_bin NOT NULL;
