-- rename a.z to x
ALTER TABLE "a" RENAME COLUMN "z" TO "x";
-- rename index by_z to by_x
DROP INDEX "by_z";
CREATE INDEX "by_x" ON "a" ("x");
