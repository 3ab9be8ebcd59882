-- loses: NULL in author.years
-- rename author.years to age
ALTER TABLE "author" RENAME COLUMN "years" TO "age";
-- change author.age, now required (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "age" INTEGER NOT NULL,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_author" ("id", "age")
SELECT "author"."id", COALESCE(CASE WHEN "author"."age" IS NULL THEN NULL WHEN typeof("author"."age") = 'integer' AND "author"."age" BETWEEN -32768 AND 32767 THEN "author"."age" ELSE json_extract('{}', '"author"."age" holds no whole number of 16 bits: ' || "author"."age") END, 0)
FROM "author"
ORDER BY "author".rowid;
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
