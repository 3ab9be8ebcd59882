-- rename author.full_name to name
ALTER TABLE `author` RENAME COLUMN `full_name` TO `name`;
