-- loses: author.b comes back as ''
-- add author.b, existing rows get ''
ALTER TABLE `author` ADD COLUMN `b` longtext COLLATE utf8mb4_bin NOT NULL DEFAULT '';
ALTER TABLE `author` ALTER COLUMN `b` DROP DEFAULT;
