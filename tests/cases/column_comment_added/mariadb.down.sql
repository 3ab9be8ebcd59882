-- change author.name
ALTER TABLE `author` MODIFY COLUMN `name` longtext COLLATE utf8mb4_bin NOT NULL;
