-- loses: author.fax comes back empty; the values of writer.born
-- rename table writer to author
ALTER TABLE "writer" RENAME TO "author";
-- rename author.full_name to name
ALTER TABLE "author" RENAME COLUMN "full_name" TO "name";
-- drop author.born; drop check writer_named_check; drop index writer_born_idx and 4 more (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "fax" TEXT,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_author" ("id", "name", "fax")
SELECT "author"."id", CASE WHEN "author"."name" IS NULL THEN NULL WHEN length("author"."name") <= 40 THEN "author"."name" ELSE json_extract('{}', '"author"."name" holds no text of at most 40 characters: ' || "author"."name") END, NULL
FROM "author"
ORDER BY "author".rowid;
DROP INDEX "writer_born_idx";
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
CREATE INDEX "author_fax_idx" ON "author" ("fax");
CREATE UNIQUE INDEX "author_name_key" ON "author" ("name");
