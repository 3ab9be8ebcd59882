-- rename table writer to author
ALTER TABLE `writer` RENAME TO `author`;
