-- drop the primary key of pair
ALTER TABLE `pair` DROP PRIMARY KEY;
-- add the primary key of pair
ALTER TABLE `pair` ADD PRIMARY KEY (`a`);
