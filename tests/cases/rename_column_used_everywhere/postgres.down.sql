-- rename author.id to key
ALTER TABLE "author" RENAME COLUMN "id" TO "key";
-- rename author.email to mail
ALTER TABLE "author" RENAME COLUMN "email" TO "mail";
-- rename post.writer_id to author_key
ALTER TABLE "post" RENAME COLUMN "writer_id" TO "author_key";
