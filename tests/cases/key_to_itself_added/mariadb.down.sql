-- loses: the values of category.parent_id
-- drop foreign key category_parent_id_fkey
ALTER TABLE `category` DROP FOREIGN KEY `category_parent_id_fkey`;
-- drop index category_parent_id_fkey
ALTER TABLE `category` DROP INDEX `category_parent_id_fkey`;
-- drop category.parent_id
ALTER TABLE `category` DROP COLUMN `parent_id`;
