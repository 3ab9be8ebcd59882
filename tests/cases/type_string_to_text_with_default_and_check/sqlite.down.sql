-- convert the values of author.mood (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "mood" TEXT NOT NULL DEFAULT 'calm',
    CONSTRAINT "author_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "author_mood_check" CHECK (mood IN ('calm', 'wild'))
);
INSERT INTO "strobila_new_author" ("id", "mood")
SELECT "author"."id", CASE WHEN "author"."mood" IS NULL THEN NULL WHEN length("author"."mood") <= 10 THEN "author"."mood" ELSE json_extract('{}', '"author"."mood" holds no text of at most 10 characters: ' || "author"."mood") END
FROM "author"
ORDER BY "author".rowid;
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
