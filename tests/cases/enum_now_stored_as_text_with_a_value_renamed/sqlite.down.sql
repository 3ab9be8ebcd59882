-- convert the values of item.past; change item.status; replace check item_status_check (rebuilds item)
CREATE TABLE "strobila_new_item" (
    "id" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'new',
    "past" TEXT NOT NULL,
    CONSTRAINT "item_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "item_status_check" CHECK ("status" IN ('new', 'done'))
);
INSERT INTO "strobila_new_item" ("id", "status", "past")
SELECT "item"."id", CASE "status" WHEN 'fresh' THEN 'new' ELSE "status" END, CASE WHEN "item"."past" IS NULL THEN NULL ELSE (SELECT json_group_array(CASE "strobila_item"."value" WHEN 'fresh' THEN 'new' ELSE "strobila_item"."value" END) FROM json_each("item"."past") AS "strobila_item") END
FROM "item"
ORDER BY "item".rowid;
DROP TABLE "item";
ALTER TABLE "strobila_new_item" RENAME TO "item";
