-- rename index one to two
ALTER TABLE `x` RENAME INDEX `one` TO `two`;
-- rename index two to one
ALTER TABLE `y` RENAME INDEX `two` TO `one`;
