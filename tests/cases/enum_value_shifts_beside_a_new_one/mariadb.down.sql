-- change item.status from enum('new','busy','done') to enum('new','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done','busy') COLLATE utf8mb4_bin NOT NULL;
UPDATE `item`
SET `status` = CASE `status` WHEN 'busy' THEN 'new' WHEN 'new' THEN 'strobila_old_new' ELSE `status` END;
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
