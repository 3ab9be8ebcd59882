-- loses: author.fax comes back empty
-- add author.fax
ALTER TABLE `author` ADD COLUMN `fax` varchar(40) COLLATE utf8mb4_bin NULL DEFAULT NULL;
-- add index author_fax_key
ALTER TABLE `author` ADD UNIQUE INDEX `author_fax_key` (`fax`);
