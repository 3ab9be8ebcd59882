-- drop index author_born_idx
DROP INDEX "author_born_idx";
