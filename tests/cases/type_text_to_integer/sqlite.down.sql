-- loses: what integer did not keep of visit.count stays lost
-- change visit.count from integer to text (rebuilds visit)
CREATE TABLE "strobila_new_visit" (
    "id" INTEGER NOT NULL,
    "count" TEXT NOT NULL,
    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_visit" ("id", "count")
SELECT "visit"."id", CAST("visit"."count" AS TEXT)
FROM "visit"
ORDER BY "visit".rowid;
DROP TABLE "visit";
ALTER TABLE "strobila_new_visit" RENAME TO "visit";
