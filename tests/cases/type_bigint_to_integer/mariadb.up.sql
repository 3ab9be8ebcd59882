-- change visit.count from bigint to integer
ALTER TABLE `visit` MODIFY COLUMN `count` int NOT NULL;
