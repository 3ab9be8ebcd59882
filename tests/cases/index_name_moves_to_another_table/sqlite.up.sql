-- drop index by_x
DROP INDEX "by_x";
-- add index by_x
CREATE INDEX "by_x" ON "b" ("x");
