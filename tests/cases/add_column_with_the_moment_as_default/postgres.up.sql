-- add author.created_at
ALTER TABLE "author" ADD COLUMN "created_at" timestamptz NOT NULL DEFAULT now();
