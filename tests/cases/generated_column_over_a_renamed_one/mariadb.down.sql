-- rename box.width to w
ALTER TABLE `box` RENAME COLUMN `width` TO `w`;
