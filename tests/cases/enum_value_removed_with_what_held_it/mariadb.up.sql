-- change item.status from enum('new','done','gone') to enum('new','done')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NOT NULL;
-- change item.told from enum('new','done','gone') to text
ALTER TABLE `item` MODIFY COLUMN `told` longtext COLLATE utf8mb4_bin NOT NULL DEFAULT 'gone';
-- drop item.old
ALTER TABLE `item` DROP COLUMN `old`;
-- drop table trash
DROP TABLE `trash`;
