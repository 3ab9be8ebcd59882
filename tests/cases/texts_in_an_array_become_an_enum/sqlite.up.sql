-- convert the values of item.tags; convert the values of item.words (rebuilds item)
CREATE TABLE "strobila_new_item" (
    "id" INTEGER NOT NULL,
    "words" TEXT NOT NULL,
    "tags" TEXT NOT NULL,
    CONSTRAINT "item_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_item" ("id", "words", "tags")
SELECT "item"."id", CASE WHEN "item"."words" IS NULL THEN NULL ELSE (SELECT json_group_array(CASE WHEN "strobila_item"."value" IN ('it''s', 'old') THEN "strobila_item"."value" ELSE json_extract('{}', '"item"."words" holds no value of tag: ' || "strobila_item"."value") END) FROM json_each("item"."words") AS "strobila_item") END, CASE WHEN "item"."tags" IS NULL THEN NULL ELSE (SELECT json_group_array(CASE WHEN "strobila_item"."value" IN ('new') THEN json_extract('{}', '"item"."tags" holds no value of tag: ' || "strobila_item"."value") ELSE "strobila_item"."value" END) FROM json_each("item"."tags") AS "strobila_item") END
FROM "item"
ORDER BY "item".rowid;
DROP TABLE "item";
ALTER TABLE "strobila_new_item" RENAME TO "item";
