-- drop index author_a_idx
DROP INDEX "author_a_idx";
-- add index author_a_idx
CREATE UNIQUE INDEX "author_a_idx" ON "author" ("a");
