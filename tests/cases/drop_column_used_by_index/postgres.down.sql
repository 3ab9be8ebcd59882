-- loses: author.fax comes back empty
-- add author.fax
ALTER TABLE "author" ADD COLUMN "fax" varchar(40);
-- add index author_name_fax_idx
CREATE INDEX "author_name_fax_idx" ON "author" ("name", "fax");
