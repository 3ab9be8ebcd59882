-- drop author.b
ALTER TABLE `author` DROP COLUMN `b`;
