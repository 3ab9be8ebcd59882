-- add author.posts
ALTER TABLE `author` ADD COLUMN `posts` int NOT NULL DEFAULT 0;
-- add author.country
ALTER TABLE `author` ADD COLUMN `country` longtext COLLATE utf8mb4_bin NOT NULL DEFAULT 'DE';
-- add author.active
ALTER TABLE `author` ADD COLUMN `active` tinyint(1) NOT NULL DEFAULT TRUE;
