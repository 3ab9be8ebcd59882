-- add index post_author_id_fkey
ALTER TABLE `post` ADD INDEX `post_author_id_fkey` (`author_id`);
-- add foreign key post_author_id_fkey
ALTER TABLE `post` ADD CONSTRAINT `post_author_id_fkey` FOREIGN KEY (`author_id`) REFERENCES `author` (`id`);
