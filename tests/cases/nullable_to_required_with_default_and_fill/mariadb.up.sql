-- change author.posts, now required
UPDATE `author`
SET `posts` = 0
WHERE `posts` IS NULL;
ALTER TABLE `author` MODIFY COLUMN `posts` int NOT NULL DEFAULT 7;
