-- change item.left from text to enum('new','done','odd')
UPDATE `item`
SET `left` = CASE `left` WHEN 'odd' THEN 'done' WHEN 'fresh' THEN 'new' WHEN 'done' THEN 'odd' ELSE `left` END;
ALTER TABLE `item` MODIFY COLUMN `left` enum('new','done','odd') COLLATE utf8mb4_bin NOT NULL;
-- change item.joined from enum('fresh','odd','done') to text
ALTER TABLE `item` MODIFY COLUMN `joined` varchar(255) COLLATE utf8mb4_bin NOT NULL;
UPDATE `item`
SET `joined` = CASE `joined` WHEN 'odd' THEN 'done' WHEN 'fresh' THEN 'new' WHEN 'done' THEN 'odd' ELSE `joined` END;
ALTER TABLE `item` MODIFY COLUMN `joined` longtext COLLATE utf8mb4_bin NOT NULL;
