-- rename index by_x to strobila_old_by_x
DROP INDEX "by_x";
CREATE INDEX "strobila_old_by_x" ON "a" ("x");
-- add index by_x
CREATE INDEX "by_x" ON "b" ("x");
-- drop table a (rebuilds a)
DROP TABLE "a";
