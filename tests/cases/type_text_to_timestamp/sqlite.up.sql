-- convert the values of visit.at (rebuilds visit)
CREATE TABLE "strobila_new_visit" (
    "id" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_visit" ("id", "at")
SELECT "visit"."id", CASE WHEN "visit"."at" IS NULL THEN NULL WHEN date("visit"."at") = "visit"."at" OR (datetime(replace(substr("visit"."at", 1, 19), 'T', ' ')) = replace(substr("visit"."at", 1, 19), 'T', ' ') AND datetime("visit"."at") IS NOT NULL AND substr("visit"."at", 20) NOT GLOB '*[^-+0-9:.Z]*') THEN CASE length("visit"."at") WHEN 10 THEN "visit"."at" || ' 00:00:00+00:00' ELSE CASE WHEN substr("visit"."at", 20) GLOB '*[-+Z]*' THEN "visit"."at" ELSE "visit"."at" || '+00:00' END END ELSE json_extract('{}', '"visit"."at" holds no moment: ' || "visit"."at") END
FROM "visit"
ORDER BY "visit".rowid;
DROP TABLE "visit";
ALTER TABLE "strobila_new_visit" RENAME TO "visit";
