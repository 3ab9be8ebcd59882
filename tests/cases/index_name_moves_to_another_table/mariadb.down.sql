-- drop index by_x
ALTER TABLE `b` DROP INDEX `by_x`;
-- add index by_x
ALTER TABLE `a` ADD INDEX `by_x` (`x`);
