-- change box.area
ALTER TABLE `box` MODIFY COLUMN `area` int NULL DEFAULT NULL;
