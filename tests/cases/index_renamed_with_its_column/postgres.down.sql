-- rename a.z to x
ALTER TABLE "a" RENAME COLUMN "z" TO "x";
-- rename index by_z to by_x
ALTER INDEX "by_z" RENAME TO "by_x";
