-- rename item.status to state
ALTER TABLE "item" RENAME COLUMN "status" TO "state";
-- drop check item_status_check; change item.state, now optional; add check item_state_check (rebuilds item)
CREATE TABLE "strobila_new_item" (
    "id" INTEGER NOT NULL,
    "state" TEXT,
    CONSTRAINT "item_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "item_state_check" CHECK ("state" IN ('fresh', 'done', 'gone'))
);
INSERT INTO "strobila_new_item" ("id", "state")
SELECT "item"."id", CASE "state" WHEN 'new' THEN 'fresh' ELSE "state" END
FROM "item"
ORDER BY "item".rowid;
DROP TABLE "item";
ALTER TABLE "strobila_new_item" RENAME TO "item";
