-- rename table author to writer
ALTER TABLE "author" RENAME TO "writer";
-- rename writer.name to full_name
ALTER TABLE "writer" RENAME COLUMN "name" TO "full_name";
-- drop index author_fax_idx
DROP INDEX "author_fax_idx";
-- drop unique author_name_key
ALTER TABLE "writer" DROP CONSTRAINT "author_name_key";
-- add writer.born
ALTER TABLE "writer" ADD COLUMN "born" date;
-- change writer.full_name from string(40) to string(80)
ALTER TABLE "writer" ALTER COLUMN "full_name" TYPE varchar(80);
-- add index writer_born_idx
CREATE INDEX "writer_born_idx" ON "writer" ("born");
-- add check writer_named_check
ALTER TABLE "writer" ADD CONSTRAINT "writer_named_check" CHECK (length(full_name) > 0);
-- comment on table writer
COMMENT ON TABLE "writer" IS 'Someone';
-- drop writer.fax
ALTER TABLE "writer" DROP COLUMN "fax";
