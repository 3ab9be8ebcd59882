-- change visit.at from text to timestamp
ALTER TABLE "visit" ALTER COLUMN "at" TYPE timestamptz USING "at"::timestamptz;
