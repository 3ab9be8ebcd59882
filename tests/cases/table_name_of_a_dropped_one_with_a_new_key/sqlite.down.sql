-- loses: table a comes back empty
-- rename table a to b
ALTER TABLE "a" RENAME TO "b";
-- drop index a_x_key; drop the primary key of b (rebuilds b)
CREATE TABLE "strobila_new_b" (
    "x" INTEGER NOT NULL
);
INSERT INTO "strobila_new_b" ("x")
SELECT "b"."x"
FROM "b"
ORDER BY "b".rowid;
DROP INDEX "a_x_key";
DROP TABLE "b";
ALTER TABLE "strobila_new_b" RENAME TO "b";
-- create table a
CREATE TABLE "a" (
    "id" INTEGER NOT NULL,
    "x" INTEGER NOT NULL,
    CONSTRAINT "a_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "a_x_key" ON "a" ("x");
