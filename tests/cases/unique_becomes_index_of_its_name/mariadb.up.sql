-- drop index author_name
ALTER TABLE `author` DROP INDEX `author_name`;
-- add index author_name
ALTER TABLE `author` ADD INDEX `author_name` (`name`);
