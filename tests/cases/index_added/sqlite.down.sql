-- drop index author_a_b_idx
DROP INDEX "author_a_b_idx";
