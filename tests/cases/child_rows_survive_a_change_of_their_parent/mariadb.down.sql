-- loses: NULL in author.name
-- drop check author_named_check
ALTER TABLE `author` DROP CONSTRAINT `author_named_check`;
-- change author.name from string(90) to text, now required
ALTER TABLE `author` MODIFY COLUMN `name` longtext COLLATE utf8mb4_bin NULL DEFAULT NULL;
UPDATE `author`
SET `name` = ''
WHERE `name` IS NULL;
ALTER TABLE `author` MODIFY COLUMN `name` longtext COLLATE utf8mb4_bin NOT NULL;
