-- drop table tag (rebuilds tag)
DROP TABLE "tag";
