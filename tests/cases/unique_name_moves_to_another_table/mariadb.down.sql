-- drop index one
ALTER TABLE `y` DROP INDEX `one`;
-- add index one
ALTER TABLE `x` ADD UNIQUE INDEX `one` (`a`);
