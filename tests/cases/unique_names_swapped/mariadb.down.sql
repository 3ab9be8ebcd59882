-- drop index one
ALTER TABLE `pair` DROP INDEX `one`;
-- drop index two
ALTER TABLE `pair` DROP INDEX `two`;
-- add index one
ALTER TABLE `pair` ADD UNIQUE INDEX `one` (`a`);
-- add index two
ALTER TABLE `pair` ADD UNIQUE INDEX `two` (`b`);
