-- comment on table author
COMMENT ON TABLE "author" IS NULL;
