-- add index author_name_expr_idx
CREATE INDEX "author_name_expr_idx" ON "author" ("name", (lower(name)) DESC);
