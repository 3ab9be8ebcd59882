-- change author.name
ALTER TABLE `author` MODIFY COLUMN `name` longtext NOT NULL;
