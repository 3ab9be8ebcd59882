-- drop foreign key post_author_id_fkey
ALTER TABLE `post` DROP FOREIGN KEY `post_author_id_fkey`;
-- change author.id from bigint to integer
ALTER TABLE `author` MODIFY COLUMN `id` int NOT NULL;
-- change post.author_id from bigint to integer
ALTER TABLE `post` MODIFY COLUMN `author_id` int NULL DEFAULT NULL;
-- add foreign key post_author_id_fkey
ALTER TABLE `post` ADD CONSTRAINT `post_author_id_fkey` FOREIGN KEY (`author_id`) REFERENCES `author` (`id`);
