-- add author.bio
ALTER TABLE `author` ADD COLUMN `bio` longtext NULL DEFAULT NULL;
