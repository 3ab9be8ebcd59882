-- loses: author.fax comes back as ''
-- add author.fax, existing rows get ''
ALTER TABLE `author` ADD COLUMN `fax` longtext COLLATE utf8mb4_bin NOT NULL DEFAULT '';
ALTER TABLE `author` ALTER COLUMN `fax` DROP DEFAULT;
