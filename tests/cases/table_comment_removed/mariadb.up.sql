-- comment on table author
ALTER TABLE `author` COMMENT='';
