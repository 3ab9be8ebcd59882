-- change visit.count from integer to bigint
ALTER TABLE "visit" ALTER COLUMN "count" DROP DEFAULT;
ALTER TABLE "visit" ALTER COLUMN "count" TYPE bigint;
ALTER TABLE "visit" ALTER COLUMN "count" SET DEFAULT 0;
