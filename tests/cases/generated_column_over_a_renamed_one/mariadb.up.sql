-- rename box.w to width
ALTER TABLE `box` RENAME COLUMN `w` TO `width`;
