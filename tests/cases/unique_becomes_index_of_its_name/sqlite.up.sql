-- drop index author_name
DROP INDEX "author_name";
-- add index author_name
CREATE INDEX "author_name" ON "author" ("name");
