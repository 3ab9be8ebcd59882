-- loses: the rows of table event
-- drop table event
DROP TABLE `event`;
