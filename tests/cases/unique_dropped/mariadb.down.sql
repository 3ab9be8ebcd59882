-- add index author_name_key
ALTER TABLE `author` ADD UNIQUE INDEX `author_name_key` (`name`);
