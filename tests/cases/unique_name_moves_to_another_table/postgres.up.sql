-- drop unique one
ALTER TABLE "x" DROP CONSTRAINT "one";
-- add unique one
ALTER TABLE "y" ADD CONSTRAINT "one" UNIQUE ("a");
