-- loses: the values of author.posts; the values of author.country; the values of author.active
-- drop author.posts
ALTER TABLE `author` DROP COLUMN `posts`;
-- drop author.country
ALTER TABLE `author` DROP COLUMN `country`;
-- drop author.active
ALTER TABLE `author` DROP COLUMN `active`;
