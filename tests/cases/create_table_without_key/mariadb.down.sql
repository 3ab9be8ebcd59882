-- loses: the rows of table log
-- drop table log
DROP TABLE `log`;
