-- loses: NULL in item.state
-- rename item.state to status
ALTER TABLE "item" RENAME COLUMN "state" TO "status";
-- drop check item_state_check; change item.status, now required; add check item_status_check (rebuilds item)
CREATE TABLE "strobila_new_item" (
    "id" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    CONSTRAINT "item_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "item_status_check" CHECK ("status" IN ('new', 'done'))
);
INSERT INTO "strobila_new_item" ("id", "status")
SELECT "item"."id", COALESCE(CASE "status" WHEN 'fresh' THEN 'new' ELSE "status" END, 'new')
FROM "item"
ORDER BY "item".rowid;
DROP TABLE "item";
ALTER TABLE "strobila_new_item" RENAME TO "item";
