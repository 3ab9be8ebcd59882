-- loses: what array(integer) did not keep of item.counts stays lost; what array(boolean) did not keep of item.flags stays lost; what array(decimal(5,2)) did not keep of item.rates stays lost; what array(double) does not keep of item.rates
-- change item.counts from array(integer) to array(text)
ALTER TABLE "item" ALTER COLUMN "counts" TYPE text[];
-- change item.sizes from array(integer) to array(bigint)
ALTER TABLE "item" ALTER COLUMN "sizes" TYPE bigint[] USING "sizes"::bigint[];
-- change item.flags from array(boolean) to array(text)
ALTER TABLE "item" ALTER COLUMN "flags" TYPE text[];
-- change item.rates from array(decimal(5,2)) to array(double)
ALTER TABLE "item" ALTER COLUMN "rates" TYPE double precision[] USING "rates"::double precision[];
-- change item.names from array(string(3)) to array(string(10))
ALTER TABLE "item" ALTER COLUMN "names" TYPE varchar(10)[];
