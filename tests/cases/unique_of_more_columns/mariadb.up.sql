-- drop index author_a_key
ALTER TABLE `author` DROP INDEX `author_a_key`;
-- add index author_a_b_key
ALTER TABLE `author` ADD UNIQUE INDEX `author_a_b_key` (`a`, `b`);
