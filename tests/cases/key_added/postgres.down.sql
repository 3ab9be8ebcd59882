-- drop foreign key post_author_id_fkey
ALTER TABLE "post" DROP CONSTRAINT "post_author_id_fkey";
