-- change author.name from string(80) to string(40)
ALTER TABLE `author` MODIFY COLUMN `name` varchar(40) COLLATE utf8mb4_bin NOT NULL;
