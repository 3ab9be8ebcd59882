-- drop foreign key post_author_code_fkey
ALTER TABLE "post" DROP CONSTRAINT "post_author_code_fkey";
-- drop the primary key of author
ALTER TABLE "author" DROP CONSTRAINT "author_pkey";
-- add the primary key of author
ALTER TABLE "author" ADD CONSTRAINT "author_pkey" PRIMARY KEY ("id");
-- add unique author_code_key
ALTER TABLE "author" ADD CONSTRAINT "author_code_key" UNIQUE ("code");
-- add foreign key post_author_code_fkey
ALTER TABLE "post" ADD CONSTRAINT "post_author_code_fkey" FOREIGN KEY ("author_code") REFERENCES "author" ("code");
