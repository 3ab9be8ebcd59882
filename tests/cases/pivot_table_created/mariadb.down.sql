-- loses: the rows of table post_tag
-- drop table post_tag
DROP TABLE `post_tag`;
