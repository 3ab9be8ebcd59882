-- loses: item.old comes back as its default; table trash comes back empty
-- create table trash
CREATE TABLE `trash` (
    `id` int NOT NULL,
    `status` enum('new','done','gone') NOT NULL,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- add item.old
ALTER TABLE `item` ADD COLUMN `old` enum('new','done','gone') COLLATE utf8mb4_bin NOT NULL DEFAULT 'gone';
-- change item.status from enum('new','done') to enum('new','done','gone')
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done','gone') COLLATE utf8mb4_bin NOT NULL;
-- change item.told from text to enum('new','done','gone')
UPDATE `item`
SET `told` = CAST(concat(`told`, ' is no value of it, for the blank at its end') AS SIGNED)
WHERE `told` LIKE '% ';
ALTER TABLE `item` MODIFY COLUMN `told` enum('new','done','gone') COLLATE utf8mb4_bin NOT NULL DEFAULT 'gone';
