-- rename a.z to x
ALTER TABLE `a` RENAME COLUMN `z` TO `x`;
-- rename index by_z to by_x
ALTER TABLE `a` RENAME INDEX `by_z` TO `by_x`;
