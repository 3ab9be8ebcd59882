-- rename table old to strobila_old_old
ALTER TABLE `old` RENAME TO `strobila_old_old`;
-- rename table new to old
ALTER TABLE `new` RENAME TO `old`;
-- drop table strobila_old_old
DROP TABLE `strobila_old_old`;
