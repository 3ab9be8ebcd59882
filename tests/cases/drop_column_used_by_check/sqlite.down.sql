-- loses: author.fax comes back empty
-- add author.fax; add check author_fax_check
ALTER TABLE "author" ADD COLUMN "fax" TEXT CONSTRAINT "author_fax_check" CHECK (fax <> name);
