-- loses: what decimal(3,3) did not keep of bean.price stays lost
-- change bean.price from decimal(3,3) to decimal(8,4)
ALTER TABLE "bean" ALTER COLUMN "price" TYPE numeric(8,4);
