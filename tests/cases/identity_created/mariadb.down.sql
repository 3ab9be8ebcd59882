-- loses: the rows of table author
-- drop table author
DROP TABLE `author`;
