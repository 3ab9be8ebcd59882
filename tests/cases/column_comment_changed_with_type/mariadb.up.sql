-- change author.age from integer to bigint
ALTER TABLE `author` MODIFY COLUMN `age` bigint NOT NULL COMMENT 'In days';
