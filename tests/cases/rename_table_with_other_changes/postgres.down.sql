-- loses: author.fax comes back empty; the values of writer.born
-- rename table writer to author
ALTER TABLE "writer" RENAME TO "author";
-- rename author.full_name to name
ALTER TABLE "author" RENAME COLUMN "full_name" TO "name";
-- drop check writer_named_check
ALTER TABLE "author" DROP CONSTRAINT "writer_named_check";
-- drop index writer_born_idx
DROP INDEX "writer_born_idx";
-- add author.fax
ALTER TABLE "author" ADD COLUMN "fax" varchar(40);
-- change author.name from string(80) to string(40)
ALTER TABLE "author" ALTER COLUMN "name" TYPE varchar(40) USING CASE WHEN char_length("name") > 40 THEN CAST(CAST('"name" holds no text of at most 40 characters: ' || "name" AS integer) AS text) ELSE "name" END;
-- add unique author_name_key
ALTER TABLE "author" ADD CONSTRAINT "author_name_key" UNIQUE ("name");
-- add index author_fax_idx
CREATE INDEX "author_fax_idx" ON "author" ("fax");
-- comment on table author
COMMENT ON TABLE "author" IS NULL;
-- drop author.born
ALTER TABLE "author" DROP COLUMN "born";
