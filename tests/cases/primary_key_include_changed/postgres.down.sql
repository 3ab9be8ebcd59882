-- drop the primary key of author
ALTER TABLE "author" DROP CONSTRAINT "author_pkey";
-- add the primary key of author
ALTER TABLE "author" ADD CONSTRAINT "author_pkey" PRIMARY KEY ("id");
