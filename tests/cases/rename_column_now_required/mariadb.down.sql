-- loses: author.full_name keeps what replaced NULL
-- rename author.full_name to name
ALTER TABLE `author` RENAME COLUMN `full_name` TO `name`;
-- change author.name, now optional
ALTER TABLE `author` MODIFY COLUMN `name` longtext COLLATE utf8mb4_bin NULL DEFAULT NULL;
