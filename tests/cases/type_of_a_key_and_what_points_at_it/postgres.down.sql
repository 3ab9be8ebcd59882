-- drop foreign key post_author_id_fkey
ALTER TABLE "post" DROP CONSTRAINT "post_author_id_fkey";
-- change author.id from bigint to integer
ALTER TABLE "author" ALTER COLUMN "id" TYPE integer;
-- change post.author_id from bigint to integer
ALTER TABLE "post" ALTER COLUMN "author_id" TYPE integer;
-- add foreign key post_author_id_fkey
ALTER TABLE "post" ADD CONSTRAINT "post_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id");
