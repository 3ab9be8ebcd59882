-- replace the primary key of pair (rebuilds pair)
CREATE TABLE "strobila_new_pair" (
    "a" INTEGER NOT NULL,
    "b" INTEGER NOT NULL,
    CONSTRAINT "pair_pkey" PRIMARY KEY ("a", "b")
);
INSERT INTO "strobila_new_pair" ("a", "b")
SELECT "pair"."a", "pair"."b"
FROM "pair"
ORDER BY "pair".rowid;
DROP TABLE "pair";
ALTER TABLE "strobila_new_pair" RENAME TO "pair";
