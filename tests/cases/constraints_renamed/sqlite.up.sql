-- rename index by_author to posts_of_author; rename index slug_once to slug_unique; rename constraint post_pkey to post_key and 2 more (rebuilds post)
CREATE TABLE "strobila_new_post" (
    "id" INTEGER NOT NULL,
    "author_id" INTEGER,
    "slug" TEXT NOT NULL,
    CONSTRAINT "post_key" PRIMARY KEY ("id"),
    CONSTRAINT "slug_not_empty" CHECK (slug <> ''),
    CONSTRAINT "author_of_post" FOREIGN KEY ("author_id") REFERENCES "author" ("id")
);
INSERT INTO "strobila_new_post" ("id", "author_id", "slug")
SELECT "post"."id", "post"."author_id", "post"."slug"
FROM "post"
ORDER BY "post".rowid;
DROP INDEX "by_author";
DROP INDEX "slug_once";
DROP TABLE "post";
ALTER TABLE "strobila_new_post" RENAME TO "post";
CREATE INDEX "posts_of_author" ON "post" ("author_id");
CREATE UNIQUE INDEX "slug_unique" ON "post" ("slug");
