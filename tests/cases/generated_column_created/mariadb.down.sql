-- loses: the rows of table box
-- drop table box
DROP TABLE `box`;
