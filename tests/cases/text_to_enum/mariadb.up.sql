-- change item.status from text to enum('new','done')
UPDATE `item`
SET `status` = CAST(concat(`status`, ' is no value of it, for the blank at its end') AS SIGNED)
WHERE `status` LIKE '% ';
ALTER TABLE `item` MODIFY COLUMN `status` enum('new','done') COLLATE utf8mb4_bin NOT NULL DEFAULT 'new';
