-- rename index two to one
ALTER TABLE `x` RENAME INDEX `two` TO `one`;
-- rename index one to two
ALTER TABLE `y` RENAME INDEX `one` TO `two`;
