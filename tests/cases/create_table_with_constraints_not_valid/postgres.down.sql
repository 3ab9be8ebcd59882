-- loses: the rows of table line
-- drop table line
DROP TABLE "line";
