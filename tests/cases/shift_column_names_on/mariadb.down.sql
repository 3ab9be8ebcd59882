-- rename pair.b to a
ALTER TABLE `pair` RENAME COLUMN `b` TO `a`;
-- rename pair.c to b
ALTER TABLE `pair` RENAME COLUMN `c` TO `b`;
