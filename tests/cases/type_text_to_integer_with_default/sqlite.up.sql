-- change visit.count from text to integer (rebuilds visit)
CREATE TABLE "strobila_new_visit" (
    "id" INTEGER NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_visit" ("id", "count")
SELECT "visit"."id", CASE WHEN "visit"."count" IS NULL THEN NULL WHEN substr(trim("visit"."count", char(32, 9, 10, 11, 12, 13)), 1 + (trim("visit"."count", char(32, 9, 10, 11, 12, 13)) GLOB '[+-]*')) GLOB '[0-9]*' AND substr(trim("visit"."count", char(32, 9, 10, 11, 12, 13)), 1 + (trim("visit"."count", char(32, 9, 10, 11, 12, 13)) GLOB '[+-]*')) NOT GLOB '*[^0-9]*' AND ltrim(substr(trim("visit"."count", char(32, 9, 10, 11, 12, 13)), 1 + (trim("visit"."count", char(32, 9, 10, 11, 12, 13)) GLOB '[+-]*')), '0') = ltrim(CAST(CAST(trim("visit"."count", char(32, 9, 10, 11, 12, 13)) AS INTEGER) AS TEXT), '-0') AND CAST(trim("visit"."count", char(32, 9, 10, 11, 12, 13)) AS INTEGER) BETWEEN -2147483648 AND 2147483647 THEN CAST(trim("visit"."count", char(32, 9, 10, 11, 12, 13)) AS INTEGER) ELSE json_extract('{}', '"visit"."count" holds no whole number of 32 bits: ' || "visit"."count") END
FROM "visit"
ORDER BY "visit".rowid;
DROP TABLE "visit";
ALTER TABLE "strobila_new_visit" RENAME TO "visit";
