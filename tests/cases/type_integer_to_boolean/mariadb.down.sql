-- loses: what did not fit visit.count stays lost
-- change visit.count from boolean to integer
ALTER TABLE `visit` MODIFY COLUMN `count` int NOT NULL;
