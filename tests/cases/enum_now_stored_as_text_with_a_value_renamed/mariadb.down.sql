-- drop check item_status_check
ALTER TABLE `item` DROP CONSTRAINT `item_status_check`;
-- convert the values of item.past
UPDATE `item`
SET `past` = CASE WHEN `item`.`past` IS NULL THEN NULL ELSE (SELECT coalesce(json_arrayagg(CASE `strobila_item`.`value` WHEN 'fresh' THEN 'new' ELSE `strobila_item`.`value` END ORDER BY `strobila_item`.`place`), json_array()) FROM json_table(`item`.`past`, '$[*]' COLUMNS (`place` FOR ORDINALITY, `value` longtext PATH '$' ERROR ON ERROR)) AS `strobila_item`) END;
-- change item.status from string(255) to enum('new','done')
UPDATE `item`
SET `status` = CASE `status` WHEN 'fresh' THEN 'new' ELSE `status` END;
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
