-- loses: what decimal(8,2) does not keep of bean.price
-- change bean.price from decimal(12,3) to decimal(8,2)
ALTER TABLE "bean" ALTER COLUMN "price" TYPE numeric(8,2);
