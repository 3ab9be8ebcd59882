-- drop foreign key node_parent_fkey
ALTER TABLE `node` DROP FOREIGN KEY `node_parent_fkey`;
-- drop index node_parent_fkey
ALTER TABLE `node` DROP INDEX `node_parent_fkey`;
-- change node.parent, now required
UPDATE `node`
SET `parent` = 0
WHERE `parent` IS NULL;
ALTER TABLE `node` MODIFY COLUMN `parent` int NOT NULL;
