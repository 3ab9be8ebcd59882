-- drop index author_name_idx
DROP INDEX "author_name_idx";
-- add index author_name_idx
CREATE INDEX "author_name_idx" ON "author" ("name");
