-- loses: author.fax comes back empty
-- add author.fax
ALTER TABLE `author` ADD COLUMN `fax` longtext NULL DEFAULT NULL;
