-- add author.posts
ALTER TABLE "author" ADD COLUMN "posts" integer NOT NULL DEFAULT 0;
-- add author.country
ALTER TABLE "author" ADD COLUMN "country" text NOT NULL DEFAULT 'DE';
-- add author.active
ALTER TABLE "author" ADD COLUMN "active" boolean NOT NULL DEFAULT true;
