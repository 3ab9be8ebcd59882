-- loses: the rows of table log
-- drop table log (rebuilds log)
DROP TABLE "log";
