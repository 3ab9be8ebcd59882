-- rename table a to strobila_old_a
ALTER TABLE "a" RENAME TO "strobila_old_a";
-- rename table b to a
ALTER TABLE "b" RENAME TO "a";
-- rename index a_x_key to strobila_old_a_x_key
DROP INDEX "a_x_key";
CREATE UNIQUE INDEX "strobila_old_a_x_key" ON "strobila_old_a" ("x");
-- add the primary key of a; add index a_x_key (rebuilds a)
CREATE TABLE "strobila_new_a" (
    "x" INTEGER NOT NULL,
    CONSTRAINT "a_pkey" PRIMARY KEY ("x")
);
INSERT INTO "strobila_new_a" ("x")
SELECT "a"."x"
FROM "a"
ORDER BY "a".rowid;
DROP TABLE "a";
ALTER TABLE "strobila_new_a" RENAME TO "a";
CREATE UNIQUE INDEX "a_x_key" ON "a" ("x");
-- rename constraint a_pkey to strobila_old_a_pkey; drop table strobila_old_a (rebuilds strobila_old_a)
DROP TABLE "strobila_old_a";
