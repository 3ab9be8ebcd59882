-- change author.posts, now required
UPDATE "author"
SET "posts" = 0
WHERE "posts" IS NULL;
ALTER TABLE "author" ALTER COLUMN "posts" SET NOT NULL;
ALTER TABLE "author" ALTER COLUMN "posts" SET DEFAULT 7;
