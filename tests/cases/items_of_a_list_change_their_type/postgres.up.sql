-- change item.counts from array(text) to array(integer)
ALTER TABLE "item" ALTER COLUMN "counts" TYPE integer[] USING "counts"::integer[];
-- change item.sizes from array(bigint) to array(integer)
ALTER TABLE "item" ALTER COLUMN "sizes" TYPE integer[] USING "sizes"::integer[];
-- change item.flags from array(text) to array(boolean)
ALTER TABLE "item" ALTER COLUMN "flags" TYPE boolean[] USING "flags"::boolean[];
-- change item.rates from array(double) to array(decimal(5,2))
ALTER TABLE "item" ALTER COLUMN "rates" TYPE numeric(5,2)[] USING "rates"::numeric(5,2)[];
-- change item.names from array(string(10)) to array(string(3))
ALTER TABLE "item" ALTER COLUMN "names" TYPE varchar(3)[] USING CASE WHEN "names"::text[]::varchar(3)[]::text[] <> "names"::text[] THEN (CAST(CAST('"names" holds no texts of at most 3 characters: ' || "names"::text[]::text AS integer) AS text))::text[] ELSE "names"::text[] END;
