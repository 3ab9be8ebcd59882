-- drop index author_a_b_key
DROP INDEX "author_a_b_key";
-- add index author_a_key
CREATE UNIQUE INDEX "author_a_key" ON "author" ("a");
