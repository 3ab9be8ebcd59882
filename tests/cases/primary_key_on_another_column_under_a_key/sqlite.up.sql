-- replace foreign key post_author_code_fkey (rebuilds post)
CREATE TABLE "strobila_new_post" (
    "id" INTEGER NOT NULL,
    "author_code" TEXT,
    CONSTRAINT "post_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "post_author_code_fkey" FOREIGN KEY ("author_code") REFERENCES "author" ("code")
);
INSERT INTO "strobila_new_post" ("id", "author_code")
SELECT "post"."id", "post"."author_code"
FROM "post"
ORDER BY "post".rowid;
DROP TABLE "post";
ALTER TABLE "strobila_new_post" RENAME TO "post";
-- drop index author_code_key; replace the primary key of author (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    CONSTRAINT "author_pkey" PRIMARY KEY ("code")
);
INSERT INTO "strobila_new_author" ("id", "code")
SELECT "author"."id", "author"."code"
FROM "author"
ORDER BY "author".rowid;
DROP INDEX "author_code_key";
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
