-- drop check author_fax_check
ALTER TABLE `author` DROP CONSTRAINT `author_fax_check`;
-- drop author.fax
ALTER TABLE `author` DROP COLUMN `fax`;
