-- loses: the values of post.author_id
-- drop foreign key post_author_id_fkey; drop post.author_id (rebuilds post)
CREATE TABLE "strobila_new_post" (
    "id" INTEGER NOT NULL,
    CONSTRAINT "post_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_post" ("id")
SELECT "post"."id"
FROM "post"
ORDER BY "post".rowid;
DROP TABLE "post";
ALTER TABLE "strobila_new_post" RENAME TO "post";
