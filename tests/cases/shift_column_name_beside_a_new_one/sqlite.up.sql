-- rename pair.a to b
ALTER TABLE "pair" RENAME COLUMN "a" TO "b";
-- add pair.a, existing rows get 7 (rebuilds pair)
CREATE TABLE "strobila_new_pair" (
    "id" INTEGER NOT NULL,
    "b" TEXT NOT NULL,
    "a" INTEGER NOT NULL,
    CONSTRAINT "pair_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "pair_a_check" CHECK (b <> '')
);
INSERT INTO "strobila_new_pair" ("id", "b", "a")
SELECT "pair"."id", "pair"."b", 7
FROM "pair"
ORDER BY "pair".rowid;
DROP TABLE "pair";
ALTER TABLE "strobila_new_pair" RENAME TO "pair";
CREATE INDEX "pair_a_idx" ON "pair" ("b");
