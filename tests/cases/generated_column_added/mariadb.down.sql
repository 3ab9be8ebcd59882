-- drop box.area
ALTER TABLE `box` DROP COLUMN `area`;
