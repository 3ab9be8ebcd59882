-- rename a.x to z
ALTER TABLE "a" RENAME COLUMN "x" TO "z";
-- rename index by_x to by_z
DROP INDEX "by_x";
CREATE INDEX "by_z" ON "a" ("z");
