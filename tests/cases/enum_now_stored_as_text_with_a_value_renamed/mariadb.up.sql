-- convert the values of item.past
UPDATE `item`
SET `past` = CASE WHEN `item`.`past` IS NULL THEN NULL ELSE (SELECT coalesce(json_arrayagg(CASE `strobila_item`.`value` WHEN 'new' THEN 'fresh' ELSE `strobila_item`.`value` END ORDER BY `strobila_item`.`place`), json_array()) FROM json_table(`item`.`past`, '$[*]' COLUMNS (`place` FOR ORDINALITY, `value` longtext PATH '$' ERROR ON ERROR)) AS `strobila_item`) END;
-- change item.status from enum('new','done') to string(255)
ALTER TABLE `item` MODIFY COLUMN `status` varchar(255) COLLATE utf8mb4_bin NOT NULL;
UPDATE `item`
SET `status` = CASE `status` WHEN 'new' THEN 'fresh' ELSE `status` END;
ALTER TABLE `item` MODIFY COLUMN `status` varchar(255) COLLATE utf8mb4_bin NOT NULL DEFAULT 'fresh';
-- add check item_status_check
ALTER TABLE `item` ADD CONSTRAINT `item_status_check` CHECK (`status` in ('fresh','done'));
