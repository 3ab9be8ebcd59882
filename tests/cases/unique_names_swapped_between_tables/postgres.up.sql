-- rename constraint one to strobila_old_one
ALTER TABLE "x" RENAME CONSTRAINT "one" TO "strobila_old_one";
-- rename constraint two to one
ALTER TABLE "y" RENAME CONSTRAINT "two" TO "one";
-- rename constraint strobila_old_one to two
ALTER TABLE "x" RENAME CONSTRAINT "strobila_old_one" TO "two";
