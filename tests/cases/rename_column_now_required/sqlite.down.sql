-- loses: author.full_name keeps what replaced NULL
-- rename author.full_name to name
ALTER TABLE "author" RENAME COLUMN "full_name" TO "name";
-- change author.name, now optional (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "name" TEXT,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_author" ("id", "name")
SELECT "author"."id", "author"."name"
FROM "author"
ORDER BY "author".rowid;
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
