-- change visit.count from integer to boolean
UPDATE `visit`
SET `count` = `count` <> 0;
ALTER TABLE `visit` MODIFY COLUMN `count` tinyint(1) NOT NULL;
