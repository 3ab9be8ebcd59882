-- loses: author.fax comes back empty
-- add author.fax
ALTER TABLE "author" ADD COLUMN "fax" TEXT;
-- add index author_fax_key
CREATE UNIQUE INDEX "author_fax_key" ON "author" ("fax");
