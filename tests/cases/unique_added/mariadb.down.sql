-- drop index author_name_key
ALTER TABLE `author` DROP INDEX `author_name_key`;
