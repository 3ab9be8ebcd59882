-- loses: author.posts keeps what replaced NULL
-- change author.posts, now optional
ALTER TABLE "author" ALTER COLUMN "posts" DROP DEFAULT;
ALTER TABLE "author" ALTER COLUMN "posts" DROP NOT NULL;
