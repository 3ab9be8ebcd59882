-- rename author.mail to email
ALTER TABLE "author" RENAME COLUMN "mail" TO "email";
-- rename author.key to id
ALTER TABLE "author" RENAME COLUMN "key" TO "id";
-- rename post.author_key to writer_id
ALTER TABLE "post" RENAME COLUMN "author_key" TO "writer_id";
