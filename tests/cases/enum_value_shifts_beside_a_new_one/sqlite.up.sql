-- convert the values of item.status; replace check item_status_check (rebuilds item)
CREATE TABLE "strobila_new_item" (
    "id" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'new',
    CONSTRAINT "item_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "item_status_check" CHECK ("status" IN ('new', 'busy', 'done'))
);
INSERT INTO "strobila_new_item" ("id", "status")
SELECT "item"."id", CASE "status" WHEN 'new' THEN 'busy' ELSE "status" END
FROM "item"
ORDER BY "item".rowid;
DROP TABLE "item";
ALTER TABLE "strobila_new_item" RENAME TO "item";
