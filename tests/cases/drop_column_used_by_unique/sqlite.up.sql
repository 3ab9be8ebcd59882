-- drop index author_fax_key
DROP INDEX "author_fax_key";
-- drop author.fax
ALTER TABLE "author" DROP COLUMN "fax";
