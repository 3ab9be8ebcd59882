-- change visit.count from bigint to integer
ALTER TABLE "visit" ALTER COLUMN "count" DROP DEFAULT;
ALTER TABLE "visit" ALTER COLUMN "count" TYPE integer;
ALTER TABLE "visit" ALTER COLUMN "count" SET DEFAULT 0;
