-- drop index by_x
ALTER TABLE `a` DROP INDEX `by_x`;
-- add index by_x
ALTER TABLE `b` ADD INDEX `by_x` (`x`);
