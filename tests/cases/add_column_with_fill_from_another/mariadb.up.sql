-- add author.slug, existing rows get lower(name)
ALTER TABLE `author` ADD COLUMN `slug` longtext NULL DEFAULT NULL;
UPDATE `author`
SET `slug` = lower(name);
ALTER TABLE `author` MODIFY COLUMN `slug` longtext NOT NULL;
