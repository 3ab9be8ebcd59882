-- drop foreign key post_author_id_fkey
ALTER TABLE `post` DROP FOREIGN KEY `post_author_id_fkey`;
-- add foreign key post_author_id_fkey
ALTER TABLE `post` ADD CONSTRAINT `post_author_id_fkey` FOREIGN KEY (`author_id`) REFERENCES `author` (`id`);
