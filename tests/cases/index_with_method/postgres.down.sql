-- drop index author_facts_idx
DROP INDEX "author_facts_idx";
