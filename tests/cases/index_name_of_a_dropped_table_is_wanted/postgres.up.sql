-- rename index by_x to strobila_old_by_x
ALTER INDEX "by_x" RENAME TO "strobila_old_by_x";
-- add index by_x
CREATE INDEX "by_x" ON "b" ("x");
-- drop table a
DROP TABLE "a";
