-- loses: table b comes back empty
-- create table b; add foreign key b_a_id_fkey
CREATE TABLE "b" (
    "id" INTEGER NOT NULL,
    "a_id" INTEGER NOT NULL,
    CONSTRAINT "b_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "b_a_id_fkey" FOREIGN KEY ("a_id") REFERENCES "a" ("id")
);
-- add the primary key of a (rebuilds a)
CREATE TABLE "strobila_new_a" (
    "id" INTEGER NOT NULL,
    "x" INTEGER NOT NULL,
    CONSTRAINT "a_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_a" ("id", "x")
SELECT "a"."id", "a"."x"
FROM "a"
ORDER BY "a".rowid;
DROP TABLE "a";
ALTER TABLE "strobila_new_a" RENAME TO "a";
