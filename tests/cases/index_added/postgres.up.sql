-- add index author_a_b_idx
CREATE INDEX "author_a_b_idx" ON "author" ("a", "b" DESC);
