-- loses: what decimal(3,3) did not keep of bean.price stays lost
-- change bean.price from decimal(3,3) to decimal(8,4)
ALTER TABLE `bean` MODIFY COLUMN `price` decimal(8,4) NOT NULL;
