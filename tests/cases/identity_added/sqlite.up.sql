-- change author.id (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL CONSTRAINT "author_pkey" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL
);
INSERT INTO "strobila_new_author" ("id", "name")
SELECT "author"."id", "author"."name"
FROM "author"
ORDER BY "author".rowid;
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
