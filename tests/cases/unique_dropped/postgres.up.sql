-- drop unique author_name_key
ALTER TABLE "author" DROP CONSTRAINT "author_name_key";
