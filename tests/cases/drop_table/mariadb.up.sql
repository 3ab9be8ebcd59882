-- drop table tag
DROP TABLE `tag`;
