-- convert the values of author.age (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "age" INTEGER NOT NULL,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_author" ("id", "age")
SELECT "author"."id", CASE WHEN "author"."age" IS NULL THEN NULL WHEN typeof("author"."age") = 'integer' AND "author"."age" BETWEEN -2147483648 AND 2147483647 THEN "author"."age" ELSE json_extract('{}', '"author"."age" holds no whole number of 32 bits: ' || "author"."age") END
FROM "author"
ORDER BY "author".rowid;
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
