-- convert the values of visit.count (rebuilds visit)
CREATE TABLE "strobila_new_visit" (
    "id" INTEGER NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_visit" ("id", "count")
SELECT "visit"."id", CASE WHEN "visit"."count" IS NULL THEN NULL WHEN typeof("visit"."count") = 'integer' AND "visit"."count" BETWEEN -2147483648 AND 2147483647 THEN "visit"."count" ELSE json_extract('{}', '"visit"."count" holds no whole number of 32 bits: ' || "visit"."count") END
FROM "visit"
ORDER BY "visit".rowid;
DROP TABLE "visit";
ALTER TABLE "strobila_new_visit" RENAME TO "visit";
