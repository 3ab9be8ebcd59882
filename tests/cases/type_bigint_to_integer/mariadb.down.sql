-- change visit.count from integer to bigint
ALTER TABLE `visit` MODIFY COLUMN `count` bigint NOT NULL;
