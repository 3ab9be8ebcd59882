-- change author.age from bigint to integer
ALTER TABLE "author" ALTER COLUMN "age" TYPE integer;
COMMENT ON COLUMN "author"."age" IS 'In years';
