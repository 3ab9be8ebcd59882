-- drop the primary key of pair
ALTER TABLE `pair` DROP PRIMARY KEY;
