-- drop index author_a_idx
DROP INDEX "author_a_idx";
