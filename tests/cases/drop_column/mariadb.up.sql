-- drop author.fax
ALTER TABLE `author` DROP COLUMN `fax`;
