-- drop index one
DROP INDEX "one";
-- drop index two
DROP INDEX "two";
-- add index one
CREATE INDEX "one" ON "a" ("y");
-- add index two
CREATE INDEX "two" ON "a" ("x");
