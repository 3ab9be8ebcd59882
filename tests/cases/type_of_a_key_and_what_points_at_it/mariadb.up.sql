-- drop foreign key post_author_id_fkey
ALTER TABLE `post` DROP FOREIGN KEY `post_author_id_fkey`;
-- change author.id from integer to bigint
ALTER TABLE `author` MODIFY COLUMN `id` bigint NOT NULL;
-- change post.author_id from integer to bigint
ALTER TABLE `post` MODIFY COLUMN `author_id` bigint NULL DEFAULT NULL;
-- add foreign key post_author_id_fkey
ALTER TABLE `post` ADD CONSTRAINT `post_author_id_fkey` FOREIGN KEY (`author_id`) REFERENCES `author` (`id`);
