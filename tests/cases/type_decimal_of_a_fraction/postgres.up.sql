-- change bean.price from decimal(8,4) to decimal(3,3)
ALTER TABLE "bean" ALTER COLUMN "price" TYPE numeric(3,3);
