-- rename a.x to z
ALTER TABLE `a` RENAME COLUMN `x` TO `z`;
-- rename index by_x to by_z
ALTER TABLE `a` RENAME INDEX `by_x` TO `by_z`;
