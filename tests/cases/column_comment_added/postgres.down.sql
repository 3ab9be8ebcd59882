-- change author.name
COMMENT ON COLUMN "author"."name" IS NULL;
