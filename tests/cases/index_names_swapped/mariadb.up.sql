-- drop index one
ALTER TABLE `a` DROP INDEX `one`;
-- drop index two
ALTER TABLE `a` DROP INDEX `two`;
-- add index one
ALTER TABLE `a` ADD INDEX `one` (`y`);
-- add index two
ALTER TABLE `a` ADD INDEX `two` (`x`);
