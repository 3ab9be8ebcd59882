-- drop index author_name_fax_idx
DROP INDEX "author_name_fax_idx";
-- drop author.fax
ALTER TABLE "author" DROP COLUMN "fax";
