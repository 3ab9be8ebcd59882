-- loses: author.fax comes back empty; the values of writer.born
-- rename table writer to author
ALTER TABLE `writer` RENAME TO `author`;
-- rename author.full_name to name
ALTER TABLE `author` RENAME COLUMN `full_name` TO `name`;
-- drop check writer_named_check
ALTER TABLE `author` DROP CONSTRAINT `writer_named_check`;
-- drop index writer_born_idx
ALTER TABLE `author` DROP INDEX `writer_born_idx`;
-- add author.fax
ALTER TABLE `author` ADD COLUMN `fax` varchar(40) COLLATE utf8mb4_bin NULL DEFAULT NULL;
-- change author.name from string(80) to string(40)
ALTER TABLE `author` MODIFY COLUMN `name` varchar(40) COLLATE utf8mb4_bin NOT NULL;
-- add index author_fax_idx
ALTER TABLE `author` ADD INDEX `author_fax_idx` (`fax`);
-- add index author_name_key
ALTER TABLE `author` ADD UNIQUE INDEX `author_name_key` (`name`);
-- comment on table author
ALTER TABLE `author` COMMENT='';
-- drop author.born
ALTER TABLE `author` DROP COLUMN `born`;
