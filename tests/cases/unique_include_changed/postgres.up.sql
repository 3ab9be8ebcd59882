-- drop unique author_name_key
ALTER TABLE "author" DROP CONSTRAINT "author_name_key";
-- add unique author_name_key
ALTER TABLE "author" ADD CONSTRAINT "author_name_key" UNIQUE ("name") INCLUDE ("email");
