-- loses: the rows of table book
-- drop table book (rebuilds book)
DROP TABLE "book";
