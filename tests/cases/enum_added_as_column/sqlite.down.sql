-- loses: the values of item.status
-- drop check item_status_check; drop item.status (rebuilds item)
CREATE TABLE "strobila_new_item" (
    "id" INTEGER NOT NULL,
    CONSTRAINT "item_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_item" ("id")
SELECT "item"."id"
FROM "item"
ORDER BY "item".rowid;
DROP TABLE "item";
ALTER TABLE "strobila_new_item" RENAME TO "item";
