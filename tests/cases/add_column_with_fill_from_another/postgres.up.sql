-- add author.slug, existing rows get lower(name)
ALTER TABLE "author" ADD COLUMN "slug" text;
UPDATE "author"
SET "slug" = lower(name);
ALTER TABLE "author" ALTER COLUMN "slug" SET NOT NULL;
