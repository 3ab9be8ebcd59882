-- drop index author_name
DROP INDEX "author_name";
-- add unique author_name
ALTER TABLE "author" ADD CONSTRAINT "author_name" UNIQUE ("name");
