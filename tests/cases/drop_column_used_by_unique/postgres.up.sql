-- drop unique author_fax_key
ALTER TABLE "author" DROP CONSTRAINT "author_fax_key";
-- drop author.fax
ALTER TABLE "author" DROP COLUMN "fax";
