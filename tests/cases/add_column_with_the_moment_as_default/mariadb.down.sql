-- loses: the values of author.created_at
-- drop author.created_at
ALTER TABLE `author` DROP COLUMN `created_at`;
