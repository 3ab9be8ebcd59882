-- rename spot.x to strobila_old_x
ALTER TABLE `spot` RENAME COLUMN `x` TO `strobila_old_x`;
-- rename spot.y to x
ALTER TABLE `spot` RENAME COLUMN `y` TO `x`;
-- rename spot.strobila_old_x to y
ALTER TABLE `spot` RENAME COLUMN `strobila_old_x` TO `y`;
