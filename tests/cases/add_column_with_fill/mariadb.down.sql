-- loses: the values of author.country
-- drop author.country
ALTER TABLE `author` DROP COLUMN `country`;
