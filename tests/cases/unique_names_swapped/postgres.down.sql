-- drop unique one
ALTER TABLE "pair" DROP CONSTRAINT "one";
-- drop unique two
ALTER TABLE "pair" DROP CONSTRAINT "two";
-- add unique one
ALTER TABLE "pair" ADD CONSTRAINT "one" UNIQUE ("a");
-- add unique two
ALTER TABLE "pair" ADD CONSTRAINT "two" UNIQUE ("b");
