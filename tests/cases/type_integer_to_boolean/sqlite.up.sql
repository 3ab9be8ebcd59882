-- change visit.count from integer to boolean (rebuilds visit)
CREATE TABLE "strobila_new_visit" (
    "id" INTEGER NOT NULL,
    "count" BOOLEAN NOT NULL,
    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_visit" ("id", "count")
SELECT "visit"."id", CASE WHEN "visit"."count" IS NULL OR typeof("visit"."count") IN ('integer', 'real') THEN "visit"."count" <> 0 ELSE json_extract('{}', '"visit"."count" holds no truth value: ' || "visit"."count") END
FROM "visit"
ORDER BY "visit".rowid;
DROP TABLE "visit";
ALTER TABLE "strobila_new_visit" RENAME TO "visit";
