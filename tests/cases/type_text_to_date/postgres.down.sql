-- loses: what did not fit visit.at stays lost
-- change visit.at from date to text
ALTER TABLE "visit" ALTER COLUMN "at" TYPE text;
