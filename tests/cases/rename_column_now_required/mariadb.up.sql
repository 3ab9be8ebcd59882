-- rename author.name to full_name
ALTER TABLE `author` RENAME COLUMN `name` TO `full_name`;
-- change author.full_name, now required
UPDATE `author`
SET `full_name` = 'nobody'
WHERE `full_name` IS NULL;
ALTER TABLE `author` MODIFY COLUMN `full_name` longtext COLLATE utf8mb4_bin NOT NULL DEFAULT 'nobody';
