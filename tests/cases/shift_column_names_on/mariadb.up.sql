-- rename pair.b to c
ALTER TABLE `pair` RENAME COLUMN `b` TO `c`;
-- rename pair.a to b
ALTER TABLE `pair` RENAME COLUMN `a` TO `b`;
