-- replace foreign key post_author_id_fkey (rebuilds post)
CREATE TABLE "strobila_new_post" (
    "id" INTEGER NOT NULL,
    "author_id" INTEGER,
    CONSTRAINT "post_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "post_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id")
);
INSERT INTO "strobila_new_post" ("id", "author_id")
SELECT "post"."id", "post"."author_id"
FROM "post"
ORDER BY "post".rowid;
DROP TABLE "post";
ALTER TABLE "strobila_new_post" RENAME TO "post";
