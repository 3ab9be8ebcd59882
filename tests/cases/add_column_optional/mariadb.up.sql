-- add author.bio
ALTER TABLE `author` ADD COLUMN `bio` longtext COLLATE utf8mb4_bin NULL DEFAULT NULL;
