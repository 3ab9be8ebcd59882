-- loses: author.fax comes back empty
-- add author.fax
ALTER TABLE "author" ADD COLUMN "fax" varchar(40);
-- add unique author_fax_key
ALTER TABLE "author" ADD CONSTRAINT "author_fax_key" UNIQUE ("fax");
