-- loses: the rows of table zoo; the rows of table animal
-- drop table animal (rebuilds animal)
DROP TABLE "animal";
-- drop table zoo (rebuilds zoo)
DROP TABLE "zoo";
