-- add post.author_id; add foreign key post_author_id_fkey
ALTER TABLE "post" ADD COLUMN "author_id" INTEGER CONSTRAINT "post_author_id_fkey" REFERENCES "author" ("id");
