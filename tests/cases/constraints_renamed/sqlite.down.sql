-- rename index posts_of_author to by_author; rename index slug_unique to slug_once; rename constraint post_key to post_pkey and 2 more (rebuilds post)
CREATE TABLE "strobila_new_post" (
    "id" INTEGER NOT NULL,
    "author_id" INTEGER,
    "slug" TEXT NOT NULL,
    CONSTRAINT "post_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "slug_there" CHECK (slug <> ''),
    CONSTRAINT "to_author" FOREIGN KEY ("author_id") REFERENCES "author" ("id")
);
INSERT INTO "strobila_new_post" ("id", "author_id", "slug")
SELECT "post"."id", "post"."author_id", "post"."slug"
FROM "post"
ORDER BY "post".rowid;
DROP INDEX "posts_of_author";
DROP INDEX "slug_unique";
DROP TABLE "post";
ALTER TABLE "strobila_new_post" RENAME TO "post";
CREATE INDEX "by_author" ON "post" ("author_id");
CREATE UNIQUE INDEX "slug_once" ON "post" ("slug");
