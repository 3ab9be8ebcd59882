-- add index author_a_idx
CREATE INDEX "author_a_idx" ON "author" ("a");
