-- loses: the rows of table book
-- drop table book
DROP TABLE `book`;
