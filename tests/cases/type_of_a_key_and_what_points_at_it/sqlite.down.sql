-- convert the values of author.id (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_author" ("id", "name")
SELECT CASE WHEN "author"."id" IS NULL THEN NULL WHEN typeof("author"."id") = 'integer' AND "author"."id" BETWEEN -2147483648 AND 2147483647 THEN "author"."id" ELSE json_extract('{}', '"author"."id" holds no whole number of 32 bits: ' || "author"."id") END, "author"."name"
FROM "author"
ORDER BY "author".rowid;
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
-- convert the values of post.author_id (rebuilds post)
CREATE TABLE "strobila_new_post" (
    "id" INTEGER NOT NULL,
    "author_id" INTEGER,
    CONSTRAINT "post_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "post_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id")
);
INSERT INTO "strobila_new_post" ("id", "author_id")
SELECT "post"."id", CASE WHEN "post"."author_id" IS NULL THEN NULL WHEN typeof("post"."author_id") = 'integer' AND "post"."author_id" BETWEEN -2147483648 AND 2147483647 THEN "post"."author_id" ELSE json_extract('{}', '"post"."author_id" holds no whole number of 32 bits: ' || "post"."author_id") END
FROM "post"
ORDER BY "post".rowid;
DROP TABLE "post";
ALTER TABLE "strobila_new_post" RENAME TO "post";
