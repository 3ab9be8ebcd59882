-- loses: the rows of table author
-- drop foreign key post_author_id_fkey
ALTER TABLE `post` DROP FOREIGN KEY `post_author_id_fkey`;
-- drop index post_author_id_fkey
ALTER TABLE `post` DROP INDEX `post_author_id_fkey`;
-- drop table author
DROP TABLE `author`;
