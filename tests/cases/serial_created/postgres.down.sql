-- loses: the rows of table ticket
-- drop table ticket
DROP TABLE "ticket";
