-- loses: what boolean did not keep of visit.count stays lost
-- change visit.count from boolean to integer
ALTER TABLE "visit" ALTER COLUMN "count" TYPE integer USING "count"::integer;
