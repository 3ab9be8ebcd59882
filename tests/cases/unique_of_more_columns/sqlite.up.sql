-- drop index author_a_key
DROP INDEX "author_a_key";
-- add index author_a_b_key
CREATE UNIQUE INDEX "author_a_b_key" ON "author" ("a", "b");
