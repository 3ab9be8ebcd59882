-- change visit.count from text to integer
ALTER TABLE `visit` MODIFY COLUMN `count` int NOT NULL DEFAULT 0;
