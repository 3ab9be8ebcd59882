-- loses: what timestamp did not keep of visit.at stays lost
-- change visit.at from timestamp to text
ALTER TABLE "visit" ALTER COLUMN "at" TYPE text;
