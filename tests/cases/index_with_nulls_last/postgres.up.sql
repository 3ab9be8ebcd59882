-- add index author_born_idx
CREATE INDEX "author_born_idx" ON "author" ("born" NULLS FIRST);
