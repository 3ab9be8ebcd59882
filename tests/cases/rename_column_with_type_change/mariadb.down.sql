-- loses: NULL in author.years
-- rename author.years to age
ALTER TABLE `author` RENAME COLUMN `years` TO `age`;
-- change author.age from bigint to smallint, now required
ALTER TABLE `author` MODIFY COLUMN `age` smallint NULL DEFAULT NULL;
UPDATE `author`
SET `age` = 0
WHERE `age` IS NULL;
ALTER TABLE `author` MODIFY COLUMN `age` smallint NOT NULL;
