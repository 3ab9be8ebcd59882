-- add index by_x
ALTER TABLE `b` ADD INDEX `by_x` (`x`);
-- drop table a
DROP TABLE `a`;
