-- add the primary key of pair
ALTER TABLE `pair` ADD PRIMARY KEY (`a`);
