-- drop index one
DROP INDEX "one";
-- add index one
CREATE UNIQUE INDEX "one" ON "x" ("a");
