-- convert the values of visit.at (rebuilds visit)
CREATE TABLE "strobila_new_visit" (
    "id" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "visit_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_visit" ("id", "at")
SELECT "visit"."id", CASE WHEN "visit"."at" IS NULL THEN NULL WHEN date("visit"."at") = "visit"."at" THEN "visit"."at" ELSE json_extract('{}', '"visit"."at" holds no date: ' || "visit"."at") END
FROM "visit"
ORDER BY "visit".rowid;
DROP TABLE "visit";
ALTER TABLE "strobila_new_visit" RENAME TO "visit";
