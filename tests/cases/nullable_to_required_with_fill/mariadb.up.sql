-- change author.bio, now required
UPDATE `author`
SET `bio` = 'nothing is known'
WHERE `bio` IS NULL;
ALTER TABLE `author` MODIFY COLUMN `bio` longtext COLLATE utf8mb4_bin NOT NULL;
