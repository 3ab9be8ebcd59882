-- change box.area (rebuilds box)
CREATE TABLE "strobila_new_box" (
    "id" INTEGER NOT NULL,
    "w" INTEGER NOT NULL,
    "area" INTEGER,
    CONSTRAINT "box_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_box" ("id", "w", "area")
SELECT "box"."id", "box"."w", "box"."area"
FROM "box"
ORDER BY "box".rowid;
DROP TABLE "box";
ALTER TABLE "strobila_new_box" RENAME TO "box";
