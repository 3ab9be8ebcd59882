-- loses: author.posts keeps what replaced NULL
-- change author.posts, now optional
ALTER TABLE `author` MODIFY COLUMN `posts` int NULL DEFAULT NULL;
