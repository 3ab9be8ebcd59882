-- drop index author_a_idx
ALTER TABLE `author` DROP INDEX `author_a_idx`;
-- add index author_a_idx
ALTER TABLE `author` ADD UNIQUE INDEX `author_a_idx` (`a`);
