-- loses: the rows of table author
-- drop table author (rebuilds author)
DROP TABLE "author";
