-- loses: author.name comes back as ''
-- rename author.name to nick
ALTER TABLE `author` RENAME COLUMN `name` TO `nick`;
-- add author.name, existing rows get ''
ALTER TABLE `author` ADD COLUMN `name` longtext COLLATE utf8mb4_bin NOT NULL DEFAULT '';
ALTER TABLE `author` ALTER COLUMN `name` DROP DEFAULT;
