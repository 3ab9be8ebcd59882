-- change author.age from bigint to integer
ALTER TABLE `author` MODIFY COLUMN `age` int NOT NULL COMMENT 'In years';
