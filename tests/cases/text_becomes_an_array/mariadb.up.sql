-- change item.words from text to json
UPDATE `item`
SET `words` = CASE WHEN `words` IS NULL THEN NULL WHEN CASE WHEN json_valid(`words`) THEN json_type(`words`) = 'ARRAY' END THEN `words` ELSE CAST(concat('`item`.`words` holds no list: ', `words`) AS SIGNED) END;
ALTER TABLE `item` MODIFY COLUMN `words` json NOT NULL;
-- change item.tags from text to json
UPDATE `item`
SET `tags` = CASE WHEN CASE WHEN `tags` IS NULL THEN NULL WHEN CASE WHEN json_valid(`tags`) THEN json_type(`tags`) = 'ARRAY' END THEN `tags` ELSE CAST(concat('`item`.`tags` holds no list: ', `tags`) AS SIGNED) END IS NULL THEN NULL ELSE (SELECT coalesce(json_arrayagg(CASE WHEN `item`.`value` IN ('new', 'it''s', 'old') THEN `item`.`value` ELSE CAST(concat('`item`.`tags` holds no value of tag: ', `item`.`value`) AS SIGNED) END ORDER BY `item`.`place`), json_array()) FROM json_table(CASE WHEN `tags` IS NULL THEN NULL WHEN CASE WHEN json_valid(`tags`) THEN json_type(`tags`) = 'ARRAY' END THEN `tags` ELSE CAST(concat('`item`.`tags` holds no list: ', `tags`) AS SIGNED) END, '$[*]' COLUMNS (`place` FOR ORDINALITY, `value` longtext PATH '$')) AS `item`) END;
ALTER TABLE `item` MODIFY COLUMN `tags` json NOT NULL;
