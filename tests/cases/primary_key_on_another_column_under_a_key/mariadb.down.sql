-- drop foreign key post_author_code_fkey
ALTER TABLE `post` DROP FOREIGN KEY `post_author_code_fkey`;
-- drop the primary key of author
ALTER TABLE `author` DROP PRIMARY KEY;
-- add the primary key of author
ALTER TABLE `author` ADD PRIMARY KEY (`id`);
-- add index author_code_key
ALTER TABLE `author` ADD UNIQUE INDEX `author_code_key` (`code`);
-- add foreign key post_author_code_fkey
ALTER TABLE `post` ADD CONSTRAINT `post_author_code_fkey` FOREIGN KEY (`author_code`) REFERENCES `author` (`code`);
