-- loses: the values of author.email
-- drop check author_email_check; drop index author_email_key; drop author.email (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_author" ("id", "name")
SELECT "author"."id", "author"."name"
FROM "author"
ORDER BY "author".rowid;
DROP INDEX "author_email_key";
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
