-- loses: the rows of table box
-- drop table box (rebuilds box)
DROP TABLE "box";
