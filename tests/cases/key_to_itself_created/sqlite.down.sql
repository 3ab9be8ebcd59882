-- loses: the rows of table category
-- drop table category (rebuilds category)
DROP TABLE "category";
