-- drop index one
ALTER TABLE `x` DROP INDEX `one`;
-- add index one
ALTER TABLE `y` ADD UNIQUE INDEX `one` (`a`);
