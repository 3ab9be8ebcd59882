-- change author.name from string(40) to string(80)
ALTER TABLE `author` MODIFY COLUMN `name` varchar(80) COLLATE utf8mb4_bin NOT NULL;
