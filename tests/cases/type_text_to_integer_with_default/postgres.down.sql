-- loses: what integer did not keep of visit.count stays lost
-- change visit.count from integer to text
ALTER TABLE "visit" ALTER COLUMN "count" DROP DEFAULT;
ALTER TABLE "visit" ALTER COLUMN "count" TYPE text;
ALTER TABLE "visit" ALTER COLUMN "count" SET DEFAULT '0';
