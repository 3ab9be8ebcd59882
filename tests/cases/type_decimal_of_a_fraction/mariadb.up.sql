-- change bean.price from decimal(8,4) to decimal(3,3)
ALTER TABLE `bean` MODIFY COLUMN `price` decimal(3,3) NOT NULL;
