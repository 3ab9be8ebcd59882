-- loses: author.name comes back as ''
-- rename author.name to nick
ALTER TABLE "author" RENAME COLUMN "name" TO "nick";
-- add author.name, existing rows get '' (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "nick" TEXT,
    "name" TEXT NOT NULL,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_author" ("id", "nick", "name")
SELECT "author"."id", "author"."nick", ''
FROM "author"
ORDER BY "author".rowid;
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
