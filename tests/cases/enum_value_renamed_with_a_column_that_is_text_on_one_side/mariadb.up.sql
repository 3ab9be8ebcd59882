-- change item.left from enum('new','done','odd') to text
ALTER TABLE `item` MODIFY COLUMN `left` varchar(255) COLLATE utf8mb4_bin NOT NULL;
UPDATE `item`
SET `left` = CASE `left` WHEN 'odd' THEN 'done' WHEN 'new' THEN 'fresh' WHEN 'done' THEN 'odd' ELSE `left` END;
ALTER TABLE `item` MODIFY COLUMN `left` longtext COLLATE utf8mb4_bin NOT NULL;
-- change item.joined from text to enum('fresh','odd','done')
UPDATE `item`
SET `joined` = CASE `joined` WHEN 'odd' THEN 'done' WHEN 'new' THEN 'fresh' WHEN 'done' THEN 'odd' ELSE `joined` END;
ALTER TABLE `item` MODIFY COLUMN `joined` enum('fresh','odd','done') COLLATE utf8mb4_bin NOT NULL;
