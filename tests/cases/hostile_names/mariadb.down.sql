-- loses: the rows of table or"der; --
-- drop table or"der; --
DROP TABLE `or"der; --`;
