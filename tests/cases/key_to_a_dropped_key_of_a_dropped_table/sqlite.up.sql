-- drop the primary key of a (rebuilds a)
CREATE TABLE "strobila_new_a" (
    "id" INTEGER NOT NULL,
    "x" INTEGER NOT NULL
);
INSERT INTO "strobila_new_a" ("id", "x")
SELECT "a"."id", "a"."x"
FROM "a"
ORDER BY "a".rowid;
DROP TABLE "a";
ALTER TABLE "strobila_new_a" RENAME TO "a";
-- drop foreign key b_a_id_fkey; drop table b (rebuilds b)
DROP TABLE "b";
