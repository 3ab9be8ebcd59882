-- drop check item_status_check
ALTER TABLE `item` DROP CONSTRAINT `item_status_check`;
-- change item.status from string(255) to enum('new','done')
UPDATE `item`
SET `status` = CAST(concat(`status`, ' is no value of it, for the blank at its end') AS SIGNED)
WHERE `status` LIKE '% ';
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
