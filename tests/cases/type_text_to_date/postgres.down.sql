-- loses: what date did not keep of visit.at stays lost
-- change visit.at from date to text
ALTER TABLE "visit" ALTER COLUMN "at" TYPE text;
