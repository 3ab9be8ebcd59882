-- add author.posts
ALTER TABLE "author" ADD COLUMN "posts" INTEGER NOT NULL DEFAULT 0;
-- add author.country
ALTER TABLE "author" ADD COLUMN "country" TEXT NOT NULL DEFAULT 'DE';
-- add author.active
ALTER TABLE "author" ADD COLUMN "active" BOOLEAN NOT NULL DEFAULT 1;
