-- rename index one to strobila_old_one
DROP INDEX "one";
CREATE UNIQUE INDEX "strobila_old_one" ON "x" ("a");
-- rename index two to one
DROP INDEX "two";
CREATE UNIQUE INDEX "one" ON "y" ("a");
-- rename index strobila_old_one to two
DROP INDEX "strobila_old_one";
CREATE UNIQUE INDEX "two" ON "x" ("a");
