-- loses: the rows of table event
-- drop table event (rebuilds event)
DROP TABLE "event";
