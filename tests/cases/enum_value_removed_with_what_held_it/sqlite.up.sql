-- drop item.old; drop check item_old_check; drop check item_told_check and 1 more (rebuilds item)
CREATE TABLE "strobila_new_item" (
    "id" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "told" TEXT NOT NULL DEFAULT 'gone',
    CONSTRAINT "item_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "item_status_check" CHECK ("status" IN ('new', 'done'))
);
INSERT INTO "strobila_new_item" ("id", "status", "told")
SELECT "item"."id", "item"."status", "item"."told"
FROM "item"
ORDER BY "item".rowid;
DROP TABLE "item";
ALTER TABLE "strobila_new_item" RENAME TO "item";
-- drop table trash (rebuilds trash)
DROP TABLE "trash";
