-- change author.name
COMMENT ON COLUMN "author"."name" IS 'As the person''s passport says';
