-- comment on table author
COMMENT ON TABLE "author" IS 'A person''s page; "quoted"';
