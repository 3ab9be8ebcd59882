-- add author.country, existing rows get 'DE'
ALTER TABLE `author` ADD COLUMN `country` longtext COLLATE utf8mb4_bin NOT NULL DEFAULT 'DE';
ALTER TABLE `author` ALTER COLUMN `country` DROP DEFAULT;
