-- change bean.price from decimal(8,2) to decimal(12,3)
ALTER TABLE "bean" ALTER COLUMN "price" TYPE numeric(12,3);
