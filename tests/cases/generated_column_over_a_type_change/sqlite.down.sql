-- convert the values of box.w (rebuilds box)
CREATE TABLE "strobila_new_box" (
    "id" INTEGER NOT NULL,
    "w" INTEGER NOT NULL,
    "area" INTEGER GENERATED ALWAYS AS (w * 2) STORED,
    CONSTRAINT "box_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_box" ("id", "w")
SELECT "box"."id", CASE WHEN "box"."w" IS NULL THEN NULL WHEN typeof("box"."w") = 'integer' AND "box"."w" BETWEEN -2147483648 AND 2147483647 THEN "box"."w" ELSE json_extract('{}', '"box"."w" holds no whole number of 32 bits: ' || "box"."w") END
FROM "box"
ORDER BY "box".rowid;
DROP TABLE "box";
ALTER TABLE "strobila_new_box" RENAME TO "box";
