-- rename author.age to years
ALTER TABLE "author" RENAME COLUMN "age" TO "years";
-- change author.years, now optional (rebuilds author)
CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL,
    "years" INTEGER DEFAULT 0,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
INSERT INTO "strobila_new_author" ("id", "years")
SELECT "author"."id", "author"."years"
FROM "author"
ORDER BY "author".rowid;
DROP TABLE "author";
ALTER TABLE "strobila_new_author" RENAME TO "author";
