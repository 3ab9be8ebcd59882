-- change author.bio, now optional
ALTER TABLE "author" ALTER COLUMN "bio" DROP NOT NULL;
