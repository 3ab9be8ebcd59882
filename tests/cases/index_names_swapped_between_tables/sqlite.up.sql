-- rename index one to strobila_old_one
DROP INDEX "one";
CREATE INDEX "strobila_old_one" ON "x" ("a");
-- rename index two to one
DROP INDEX "two";
CREATE INDEX "one" ON "y" ("a");
-- rename index strobila_old_one to two
DROP INDEX "strobila_old_one";
CREATE INDEX "two" ON "x" ("a");
