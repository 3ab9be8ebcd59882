-- comment on table author
ALTER TABLE `author` COMMENT='A person''s page; "quoted"';
