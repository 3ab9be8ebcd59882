-- add author.slug, existing rows get lower(name)
ALTER TABLE `author` ADD COLUMN `slug` longtext COLLATE utf8mb4_bin NULL DEFAULT NULL;
UPDATE `author`
SET `slug` = lower(name);
ALTER TABLE `author` MODIFY COLUMN `slug` longtext COLLATE utf8mb4_bin NOT NULL;
