-- rename table topic to category
ALTER TABLE `topic` RENAME TO `category`;
-- rename category.key to id
ALTER TABLE `category` RENAME COLUMN `key` TO `id`;
-- rename category.above to parent_id
ALTER TABLE `category` RENAME COLUMN `above` TO `parent_id`;
