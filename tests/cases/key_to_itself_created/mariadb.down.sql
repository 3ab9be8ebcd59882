-- loses: the rows of table category
-- drop table category
DROP TABLE `category`;
