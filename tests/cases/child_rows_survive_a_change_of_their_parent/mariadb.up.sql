-- change author.name from text to string(90), now optional
UPDATE `author`
SET `name` = CAST(concat(`name`, ' is no text of at most 90 characters') AS SIGNED)
WHERE char_length(`name`) > 90;
ALTER TABLE `author` MODIFY COLUMN `name` varchar(90) COLLATE utf8mb4_bin NULL DEFAULT NULL;
-- add check author_named_check
ALTER TABLE `author` ADD CONSTRAINT `author_named_check` CHECK (name <> '');
