-- loses: the rows of table zoo; the rows of table animal
-- drop table animal
DROP TABLE `animal`;
-- drop table zoo
DROP TABLE `zoo`;
