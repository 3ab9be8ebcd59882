-- loses: author.fax comes back empty
-- add author.fax
ALTER TABLE `author` ADD COLUMN `fax` longtext COLLATE utf8mb4_bin NULL DEFAULT NULL;
-- add check author_fax_check
ALTER TABLE `author` ADD CONSTRAINT `author_fax_check` CHECK (fax <> name);
