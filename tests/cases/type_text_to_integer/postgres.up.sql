-- change visit.count from text to integer
ALTER TABLE "visit" ALTER COLUMN "count" TYPE integer USING "count"::integer;
