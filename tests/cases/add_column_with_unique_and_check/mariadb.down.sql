-- loses: the values of author.email
-- drop check author_email_check
ALTER TABLE `author` DROP CONSTRAINT `author_email_check`;
-- drop index author_email_key
ALTER TABLE `author` DROP INDEX `author_email_key`;
-- drop author.email
ALTER TABLE `author` DROP COLUMN `email`;
