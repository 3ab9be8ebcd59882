-- convert the values of item.words; convert the values of item.tags (rebuilds item)
CREATE TABLE "strobila_new_item" (
    "id" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    "tags" TEXT NOT NULL,
    CONSTRAINT "item_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_item" ("id", "words", "tags")
SELECT "item"."id", CASE WHEN "item"."words" IS NULL THEN NULL WHEN CASE WHEN json_valid("item"."words") THEN json_type("item"."words") = 'array' END THEN "item"."words" ELSE json_extract('{}', '"item"."words" holds no list: ' || "item"."words") END, CASE WHEN CASE WHEN "item"."tags" IS NULL THEN NULL WHEN CASE WHEN json_valid("item"."tags") THEN json_type("item"."tags") = 'array' END THEN "item"."tags" ELSE json_extract('{}', '"item"."tags" holds no list: ' || "item"."tags") END IS NULL THEN NULL ELSE (SELECT json_group_array(CASE WHEN "strobila_item"."value" IN ('new', 'it''s', 'old') THEN "strobila_item"."value" ELSE json_extract('{}', '"item"."tags" holds no value of tag: ' || "strobila_item"."value") END) FROM json_each(CASE WHEN "item"."tags" IS NULL THEN NULL WHEN CASE WHEN json_valid("item"."tags") THEN json_type("item"."tags") = 'array' END THEN "item"."tags" ELSE json_extract('{}', '"item"."tags" holds no list: ' || "item"."tags") END) AS "strobila_item") END
FROM "item"
ORDER BY "item".rowid;
DROP TABLE "item";
ALTER TABLE "strobila_new_item" RENAME TO "item";
