-- drop index one
DROP INDEX "one";
-- drop index two
DROP INDEX "two";
-- add index one
CREATE UNIQUE INDEX "one" ON "pair" ("b");
-- add index two
CREATE UNIQUE INDEX "two" ON "pair" ("a");
