-- add index author_facts_idx
CREATE INDEX "author_facts_idx" ON "author" USING "gin" ("facts");
