-- rename author.age to years
ALTER TABLE "author" RENAME COLUMN "age" TO "years";
-- change author.years from smallint to bigint, now optional
ALTER TABLE "author" ALTER COLUMN "years" TYPE bigint;
ALTER TABLE "author" ALTER COLUMN "years" DROP NOT NULL;
ALTER TABLE "author" ALTER COLUMN "years" SET DEFAULT 0;
