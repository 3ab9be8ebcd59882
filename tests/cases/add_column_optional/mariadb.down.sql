-- loses: the values of author.bio
-- drop author.bio
ALTER TABLE `author` DROP COLUMN `bio`;
