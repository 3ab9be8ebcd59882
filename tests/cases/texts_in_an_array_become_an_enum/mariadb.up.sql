-- convert the values of item.tags
UPDATE `item`
SET `tags` = CASE WHEN `item`.`tags` IS NULL THEN NULL ELSE (SELECT coalesce(json_arrayagg(CASE WHEN `strobila_item`.`value` IN ('new') THEN CAST(concat('`item`.`tags` holds no value of tag: ', `strobila_item`.`value`) AS SIGNED) ELSE `strobila_item`.`value` END ORDER BY `strobila_item`.`place`), json_array()) FROM json_table(`item`.`tags`, '$[*]' COLUMNS (`place` FOR ORDINALITY, `value` longtext PATH '$' ERROR ON ERROR)) AS `strobila_item`) END;
-- convert the values of item.words
UPDATE `item`
SET `words` = CASE WHEN `item`.`words` IS NULL THEN NULL ELSE (SELECT coalesce(json_arrayagg(CASE WHEN `strobila_item`.`value` IN ('it''s', 'old') THEN `strobila_item`.`value` ELSE CAST(concat('`item`.`words` holds no value of tag: ', `strobila_item`.`value`) AS SIGNED) END ORDER BY `strobila_item`.`place`), json_array()) FROM json_table(`item`.`words`, '$[*]' COLUMNS (`place` FOR ORDINALITY, `value` longtext PATH '$' ERROR ON ERROR)) AS `strobila_item`) END;
