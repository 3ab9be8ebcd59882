-- change visit.count from text to integer
ALTER TABLE "visit" ALTER COLUMN "count" DROP DEFAULT;
ALTER TABLE "visit" ALTER COLUMN "count" TYPE integer USING "count"::integer;
ALTER TABLE "visit" ALTER COLUMN "count" SET DEFAULT 0;
