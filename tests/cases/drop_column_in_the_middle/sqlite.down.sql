-- loses: author.b comes back as ''
-- add author.b, existing rows get '' (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "a" TEXT NOT NULL,
    "z" TEXT NOT NULL,
    "b" TEXT NOT NULL,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_author" ("id", "a", "z", "b")
SELECT "author"."id", "author"."a", "author"."z", ''
FROM "author"
ORDER BY "author".rowid;
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
