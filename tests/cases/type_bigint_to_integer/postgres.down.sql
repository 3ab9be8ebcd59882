-- change visit.count from integer to bigint
ALTER TABLE "visit" ALTER COLUMN "count" TYPE bigint;
