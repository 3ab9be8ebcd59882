-- rename author.age to years
ALTER TABLE `author` RENAME COLUMN `age` TO `years`;
-- change author.years from smallint to bigint, now optional
ALTER TABLE `author` MODIFY COLUMN `years` bigint NULL DEFAULT 0;
