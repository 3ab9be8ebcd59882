-- loses: NULL in author.bio
-- change author.bio, now required
UPDATE `author`
SET `bio` = ''
WHERE `bio` IS NULL;
ALTER TABLE `author` MODIFY COLUMN `bio` longtext COLLATE utf8mb4_bin NOT NULL;
