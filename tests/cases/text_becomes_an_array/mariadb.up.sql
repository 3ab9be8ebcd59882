-- change item.words from text to json
UPDATE `item`
SET `words` = CASE WHEN `item`.`words` IS NULL THEN NULL WHEN CASE WHEN json_valid(`item`.`words`) THEN json_type(`item`.`words`) = 'ARRAY' END THEN `item`.`words` ELSE CAST(concat('`item`.`words` holds no list: ', `item`.`words`) AS SIGNED) END;
ALTER TABLE `item` MODIFY COLUMN `words` json NOT NULL;
-- change item.tags from text to json
UPDATE `item`
SET `tags` = CASE WHEN CASE WHEN `item`.`tags` IS NULL THEN NULL WHEN CASE WHEN json_valid(`item`.`tags`) THEN json_type(`item`.`tags`) = 'ARRAY' END THEN `item`.`tags` ELSE CAST(concat('`item`.`tags` holds no list: ', `item`.`tags`) AS SIGNED) END IS NULL THEN NULL ELSE (SELECT coalesce(json_arrayagg(CASE WHEN `strobila_item`.`value` IN ('new', 'it''s', 'old') THEN `strobila_item`.`value` ELSE CAST(concat('`item`.`tags` holds no value of tag: ', `strobila_item`.`value`) AS SIGNED) END ORDER BY `strobila_item`.`place`), json_array()) FROM json_table(CASE WHEN `item`.`tags` IS NULL THEN NULL WHEN CASE WHEN json_valid(`item`.`tags`) THEN json_type(`item`.`tags`) = 'ARRAY' END THEN `item`.`tags` ELSE CAST(concat('`item`.`tags` holds no list: ', `item`.`tags`) AS SIGNED) END, '$[*]' COLUMNS (`place` FOR ORDINALITY, `value` longtext PATH '$' ERROR ON ERROR)) AS `strobila_item`) END;
ALTER TABLE `item` MODIFY COLUMN `tags` json NOT NULL;
