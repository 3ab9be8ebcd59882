-- add author.email
ALTER TABLE `author` ADD COLUMN `email` varchar(40) COLLATE utf8mb4_bin NULL DEFAULT NULL;
-- add index author_email_key
ALTER TABLE `author` ADD UNIQUE INDEX `author_email_key` (`email`);
-- add check author_email_check
ALTER TABLE `author` ADD CONSTRAINT `author_email_check` CHECK (email <> '');
