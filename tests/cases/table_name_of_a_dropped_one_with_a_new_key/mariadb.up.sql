-- rename table a to strobila_old_a
ALTER TABLE `a` RENAME TO `strobila_old_a`;
-- rename table b to a
ALTER TABLE `b` RENAME TO `a`;
-- add the primary key of a
ALTER TABLE `a` ADD PRIMARY KEY (`x`);
-- add index a_x_key
ALTER TABLE `a` ADD UNIQUE INDEX `a_x_key` (`x`);
-- drop table strobila_old_a
DROP TABLE `strobila_old_a`;
