-- add box.area
ALTER TABLE `box` ADD COLUMN `area` int GENERATED ALWAYS AS (w * h) STORED;
