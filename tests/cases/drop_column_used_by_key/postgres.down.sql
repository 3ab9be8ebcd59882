-- loses: post.author_id comes back empty
-- add post.author_id
ALTER TABLE "post" ADD COLUMN "author_id" integer;
-- add foreign key post_author_id_fkey
ALTER TABLE "post" ADD CONSTRAINT "post_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id");
