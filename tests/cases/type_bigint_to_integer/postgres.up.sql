-- change visit.count from bigint to integer
ALTER TABLE "visit" ALTER COLUMN "count" TYPE integer;
