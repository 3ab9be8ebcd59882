-- loses: what boolean did not keep of visit.count stays lost
-- change visit.count from boolean to integer
ALTER TABLE `visit` MODIFY COLUMN `count` int NOT NULL;
