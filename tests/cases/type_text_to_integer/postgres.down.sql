-- loses: what integer did not keep of visit.count stays lost
-- change visit.count from integer to text
ALTER TABLE "visit" ALTER COLUMN "count" TYPE text;
