-- change author.age from integer to bigint
ALTER TABLE "author" ALTER COLUMN "age" TYPE bigint;
COMMENT ON COLUMN "author"."age" IS 'In days';
