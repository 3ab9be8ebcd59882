-- rename table author to writer
ALTER TABLE `author` RENAME TO `writer`;
