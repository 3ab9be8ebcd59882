-- change visit.at from text to date
ALTER TABLE "visit" ALTER COLUMN "at" TYPE date USING "at"::date;
