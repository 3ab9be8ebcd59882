-- add index author_name_key
CREATE UNIQUE INDEX "author_name_key" ON "author" ("name");
