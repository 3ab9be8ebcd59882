-- change visit.count from text to integer (rebuilds visit)
CREATE TABLE "strobila_new_visit" (
    "id" INTEGER NOT NULL,
    "count" INTEGER NOT NULL,
    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_visit" ("id", "count")
SELECT "visit"."id", CASE WHEN "visit"."count" IS NULL OR CAST("visit"."count" AS INTEGER) = "visit"."count" THEN CAST("visit"."count" AS INTEGER) WHEN CAST("visit"."count" AS NUMERIC) = "visit"."count" AND abs(CAST("visit"."count" AS NUMERIC)) < 9.2e18 THEN CAST(round("visit"."count") AS INTEGER) ELSE json_extract('{}', '"visit"."count" holds no whole number: ' || "visit"."count") END
FROM "visit"
ORDER BY "visit".rowid;
DROP TABLE "visit";
ALTER TABLE "strobila_new_visit" RENAME TO "visit";
