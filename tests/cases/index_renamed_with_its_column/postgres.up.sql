-- rename a.x to z
ALTER TABLE "a" RENAME COLUMN "x" TO "z";
-- rename index by_x to by_z
ALTER INDEX "by_x" RENAME TO "by_z";
