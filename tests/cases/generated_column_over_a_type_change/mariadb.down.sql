-- change box.w from bigint to integer
ALTER TABLE `box` MODIFY COLUMN `w` int NOT NULL;
