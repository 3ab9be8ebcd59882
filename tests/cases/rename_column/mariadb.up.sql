-- rename author.name to full_name
ALTER TABLE `author` RENAME COLUMN `name` TO `full_name`;
