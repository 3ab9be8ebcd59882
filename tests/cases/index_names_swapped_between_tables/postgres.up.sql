-- rename index one to strobila_old_one
ALTER INDEX "one" RENAME TO "strobila_old_one";
-- rename index two to one
ALTER INDEX "two" RENAME TO "one";
-- rename index strobila_old_one to two
ALTER INDEX "strobila_old_one" RENAME TO "two";
