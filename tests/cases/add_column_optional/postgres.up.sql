-- add author.bio
ALTER TABLE "author" ADD COLUMN "bio" text;
