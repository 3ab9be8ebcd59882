-- rename table category to topic
ALTER TABLE `category` RENAME TO `topic`;
-- rename topic.parent_id to above
ALTER TABLE `topic` RENAME COLUMN `parent_id` TO `above`;
-- rename topic.id to key
ALTER TABLE `topic` RENAME COLUMN `id` TO `key`;
