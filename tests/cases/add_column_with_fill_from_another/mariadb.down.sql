-- loses: the values of author.slug
-- drop author.slug
ALTER TABLE `author` DROP COLUMN `slug`;
