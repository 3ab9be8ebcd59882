-- rename table author to writer
ALTER TABLE `author` RENAME TO `writer`;
-- rename writer.name to full_name
ALTER TABLE `writer` RENAME COLUMN `name` TO `full_name`;
-- drop index author_fax_idx
ALTER TABLE `writer` DROP INDEX `author_fax_idx`;
-- drop index author_name_key
ALTER TABLE `writer` DROP INDEX `author_name_key`;
-- add writer.born
ALTER TABLE `writer` ADD COLUMN `born` date NULL DEFAULT NULL;
-- change writer.full_name from string(40) to string(80)
ALTER TABLE `writer` MODIFY COLUMN `full_name` varchar(80) COLLATE utf8mb4_bin NOT NULL;
-- add index writer_born_idx
ALTER TABLE `writer` ADD INDEX `writer_born_idx` (`born`);
-- add check writer_named_check
ALTER TABLE `writer` ADD CONSTRAINT `writer_named_check` CHECK (length(full_name) > 0);
-- comment on table writer
ALTER TABLE `writer` COMMENT='Someone';
-- drop writer.fax
ALTER TABLE `writer` DROP COLUMN `fax`;
