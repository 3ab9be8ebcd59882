-- drop unique one
ALTER TABLE "y" DROP CONSTRAINT "one";
-- add unique one
ALTER TABLE "x" ADD CONSTRAINT "one" UNIQUE ("a");
