-- rename author.name to strobila_old_name
ALTER TABLE `author` RENAME COLUMN `name` TO `strobila_old_name`;
-- rename author.nick to name
ALTER TABLE `author` RENAME COLUMN `nick` TO `name`;
-- drop author.strobila_old_name
ALTER TABLE `author` DROP COLUMN `strobila_old_name`;
