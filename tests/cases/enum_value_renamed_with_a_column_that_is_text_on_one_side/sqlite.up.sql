-- drop check item_left_check; convert the values of item.joined; convert the values of item.left and 1 more (rebuilds item)
CREATE TABLE "strobila_new_item" (
    "id" INTEGER NOT NULL,
    "left" TEXT NOT NULL,
    "joined" TEXT NOT NULL,
    CONSTRAINT "item_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "item_joined_check" CHECK ("joined" IN ('fresh', 'odd', 'done'))
);
INSERT INTO "strobila_new_item" ("id", "left", "joined")
SELECT "item"."id", CASE "left" WHEN 'odd' THEN 'done' WHEN 'new' THEN 'fresh' WHEN 'done' THEN 'odd' ELSE "left" END, CASE "joined" WHEN 'odd' THEN 'done' WHEN 'new' THEN 'fresh' WHEN 'done' THEN 'odd' ELSE "joined" END
FROM "item"
ORDER BY "item".rowid;
DROP TABLE "item";
ALTER TABLE "strobila_new_item" RENAME TO "item";
