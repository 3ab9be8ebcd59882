-- change item.status from enum('new','done') to enum('done','new')
ALTER TABLE `item` MODIFY COLUMN `status` enum('done','new') COLLATE utf8mb4_bin NOT NULL;
UPDATE `item`
SET `status` = CASE `status` WHEN 'new' THEN 'done' WHEN 'done' THEN 'new' ELSE `status` END;
ALTER TABLE `item` MODIFY COLUMN `status` enum('done','new') COLLATE utf8mb4_bin NOT NULL DEFAULT 'done';
