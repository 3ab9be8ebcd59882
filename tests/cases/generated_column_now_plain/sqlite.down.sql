-- loses: the values of box.area, which is computed from then on
-- change box.area (rebuilds box)
CREATE TABLE "strobila_new_box" (
    "id" INTEGER NOT NULL,
    "w" INTEGER NOT NULL,
    "area" INTEGER GENERATED ALWAYS AS (w * 2) STORED,
    CONSTRAINT "box_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_box" ("id", "w")
SELECT "box"."id", "box"."w"
FROM "box"
ORDER BY "box".rowid;
DROP TABLE "box";
ALTER TABLE "strobila_new_box" RENAME TO "box";
