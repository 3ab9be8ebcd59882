-- loses: the rows of table thing
-- drop table thing
DROP TABLE `thing`;
