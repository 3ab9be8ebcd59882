-- change visit.count from integer to boolean
ALTER TABLE "visit" ALTER COLUMN "count" TYPE boolean USING "count" <> 0;
