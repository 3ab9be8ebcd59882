-- loses: the rows of table thing
-- drop table thing (rebuilds thing)
DROP TABLE "thing";
