-- drop unique author_a_key
ALTER TABLE "author" DROP CONSTRAINT "author_a_key";
-- add unique author_a_b_key
ALTER TABLE "author" ADD CONSTRAINT "author_a_b_key" UNIQUE ("a", "b");
