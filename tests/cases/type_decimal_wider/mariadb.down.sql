-- loses: what of bean.price does not fit decimal(8,2)
-- change bean.price from decimal(12,3) to decimal(8,2)
ALTER TABLE `bean` MODIFY COLUMN `price` decimal(8,2) NOT NULL;
