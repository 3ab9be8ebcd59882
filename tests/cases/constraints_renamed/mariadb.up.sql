-- rename index by_author to posts_of_author
ALTER TABLE `post` RENAME INDEX `by_author` TO `posts_of_author`;
-- rename index slug_once to slug_unique
ALTER TABLE `post` RENAME INDEX `slug_once` TO `slug_unique`;
-- rename constraint slug_there to slug_not_empty
ALTER TABLE `post`
    DROP CONSTRAINT `slug_there`,
    ADD CONSTRAINT `slug_not_empty` CHECK (slug <> '');
-- rename constraint to_author to author_of_post
ALTER TABLE `post`
    DROP FOREIGN KEY `to_author`,
    ADD CONSTRAINT `author_of_post` FOREIGN KEY (`author_id`) REFERENCES `author` (`id`);
