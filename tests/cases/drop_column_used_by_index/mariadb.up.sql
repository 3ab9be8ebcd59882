-- drop index author_name_fax_idx
ALTER TABLE `author` DROP INDEX `author_name_fax_idx`;
-- drop author.fax
ALTER TABLE `author` DROP COLUMN `fax`;
