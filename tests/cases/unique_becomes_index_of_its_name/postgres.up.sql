-- drop unique author_name
ALTER TABLE "author" DROP CONSTRAINT "author_name";
-- add index author_name
CREATE INDEX "author_name" ON "author" ("name");
