-- convert the values of item.tags
UPDATE `item`
SET `tags` = CASE WHEN `item`.`tags` IS NULL THEN NULL ELSE (SELECT coalesce(json_arrayagg(CASE WHEN `item`.`value` IN ('new') THEN CAST(concat('`item`.`tags` holds no value of tag: ', `item`.`value`) AS SIGNED) ELSE `item`.`value` END ORDER BY `item`.`place`), json_array()) FROM json_table(`item`.`tags`, '$[*]' COLUMNS (`place` FOR ORDINALITY, `value` longtext PATH '$')) AS `item`) END;
-- convert the values of item.words
UPDATE `item`
SET `words` = CASE WHEN `item`.`words` IS NULL THEN NULL ELSE (SELECT coalesce(json_arrayagg(CASE WHEN `item`.`value` IN ('it''s', 'old') THEN `item`.`value` ELSE CAST(concat('`item`.`words` holds no value of tag: ', `item`.`value`) AS SIGNED) END ORDER BY `item`.`place`), json_array()) FROM json_table(`item`.`words`, '$[*]' COLUMNS (`place` FOR ORDINALITY, `value` longtext PATH '$')) AS `item`) END;
