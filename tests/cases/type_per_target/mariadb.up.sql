-- add author.email
ALTER TABLE `author` ADD COLUMN `email` varbinary(16) NULL DEFAULT NULL;
