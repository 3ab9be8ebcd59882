-- loses: the values of author.email
-- drop author.email
ALTER TABLE `author` DROP COLUMN `email`;
