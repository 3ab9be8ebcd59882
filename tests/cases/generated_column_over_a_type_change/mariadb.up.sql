-- change box.w from integer to bigint
ALTER TABLE `box` MODIFY COLUMN `w` bigint NOT NULL;
