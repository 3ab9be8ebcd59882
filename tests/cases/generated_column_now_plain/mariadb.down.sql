-- loses: the values of box.area, which is computed from then on
-- change box.area
ALTER TABLE `box` MODIFY COLUMN `area` int GENERATED ALWAYS AS (w * 2) STORED;
