-- loses: what did not fit visit.count stays lost
-- change visit.count from boolean to integer
ALTER TABLE "visit" ALTER COLUMN "count" TYPE integer USING "count"::integer;
