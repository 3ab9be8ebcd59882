-- change author.name, now optional; add check author_named_check (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "name" TEXT,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "author_named_check" CHECK (name <> '')
);
INSERT INTO "strobila_new_author" ("id", "name")
SELECT "author"."id", CASE WHEN "author"."name" IS NULL THEN NULL WHEN length("author"."name") <= 90 THEN "author"."name" ELSE json_extract('{}', '"author"."name" holds no text of at most 90 characters: ' || "author"."name") END
FROM "author"
ORDER BY "author".rowid;
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
