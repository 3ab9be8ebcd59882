-- loses: author.bio keeps what replaced NULL
-- change author.bio, now optional
ALTER TABLE `author` MODIFY COLUMN `bio` longtext COLLATE utf8mb4_bin NULL DEFAULT NULL;
