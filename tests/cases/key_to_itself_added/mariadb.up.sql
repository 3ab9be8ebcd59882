-- add category.parent_id
ALTER TABLE `category` ADD COLUMN `parent_id` int NULL DEFAULT NULL;
-- add index category_parent_id_fkey
ALTER TABLE `category` ADD INDEX `category_parent_id_fkey` (`parent_id`);
-- add foreign key category_parent_id_fkey
ALTER TABLE `category` ADD CONSTRAINT `category_parent_id_fkey` FOREIGN KEY (`parent_id`) REFERENCES `category` (`id`);
