-- loses: the rows of table author
-- drop foreign key post_author_id_fkey
ALTER TABLE "post" DROP CONSTRAINT "post_author_id_fkey";
-- drop table author
DROP TABLE "author";
