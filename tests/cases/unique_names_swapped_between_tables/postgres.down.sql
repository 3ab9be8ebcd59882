-- rename constraint one to strobila_old_one
ALTER TABLE "y" RENAME CONSTRAINT "one" TO "strobila_old_one";
-- rename constraint two to one
ALTER TABLE "x" RENAME CONSTRAINT "two" TO "one";
-- rename constraint strobila_old_one to two
ALTER TABLE "y" RENAME CONSTRAINT "strobila_old_one" TO "two";
