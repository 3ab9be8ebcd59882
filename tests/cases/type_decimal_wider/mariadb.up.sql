-- change bean.price from decimal(8,2) to decimal(12,3)
ALTER TABLE `bean` MODIFY COLUMN `price` decimal(12,3) NOT NULL;
