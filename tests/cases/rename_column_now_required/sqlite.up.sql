-- rename author.name to full_name
ALTER TABLE "author" RENAME COLUMN "name" TO "full_name";
-- change author.full_name, now required (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "full_name" TEXT NOT NULL DEFAULT 'nobody',
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_author" ("id", "full_name")
SELECT "author"."id", COALESCE("author"."full_name", 'nobody')
FROM "author"
ORDER BY "author".rowid;
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
