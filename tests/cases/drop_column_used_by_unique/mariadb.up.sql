-- drop index author_fax_key
ALTER TABLE `author` DROP INDEX `author_fax_key`;
-- drop author.fax
ALTER TABLE `author` DROP COLUMN `fax`;
