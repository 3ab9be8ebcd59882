-- loses: author.fax comes back empty
-- add author.fax
ALTER TABLE `author` ADD COLUMN `fax` varchar(40) COLLATE utf8mb4_bin NULL DEFAULT NULL;
-- add index author_name_fax_idx
ALTER TABLE `author` ADD INDEX `author_name_fax_idx` (`name`, `fax`);
