-- rename index posts_of_author to by_author
ALTER TABLE `post` RENAME INDEX `posts_of_author` TO `by_author`;
-- rename index slug_unique to slug_once
ALTER TABLE `post` RENAME INDEX `slug_unique` TO `slug_once`;
-- rename constraint slug_not_empty to slug_there
ALTER TABLE `post`
    DROP CONSTRAINT `slug_not_empty`,
    ADD CONSTRAINT `slug_there` CHECK (slug <> '');
-- rename constraint author_of_post to to_author
ALTER TABLE `post`
    DROP FOREIGN KEY `author_of_post`,
    ADD CONSTRAINT `to_author` FOREIGN KEY (`author_id`) REFERENCES `author` (`id`);
