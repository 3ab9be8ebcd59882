-- loses: item.old comes back as its default; table trash comes back empty
-- add item.old; add check item_old_check; replace check item_status_check and 1 more (rebuilds item)
CREATE TABLE "strobila_new_item" (
    "id" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "told" TEXT NOT NULL DEFAULT 'gone',
    "old" TEXT NOT NULL DEFAULT 'gone',
    CONSTRAINT "item_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "item_old_check" CHECK ("old" IN ('new', 'done', 'gone')),
    CONSTRAINT "item_status_check" CHECK ("status" IN ('new', 'done', 'gone')),
    CONSTRAINT "item_told_check" CHECK ("told" IN ('new', 'done', 'gone'))
);
INSERT INTO "strobila_new_item" ("id", "status", "told", "old")
SELECT "item"."id", "item"."status", "item"."told", 'gone'
FROM "item"
ORDER BY "item".rowid;
DROP TABLE "item";
ALTER TABLE "strobila_new_item" RENAME TO "item";
-- create table trash
CREATE TABLE "trash" (
    "id" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    CONSTRAINT "trash_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "trash_status_check" CHECK ("status" IN ('new', 'done', 'gone'))
);
