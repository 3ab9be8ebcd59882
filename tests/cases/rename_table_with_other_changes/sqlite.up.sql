-- rename table author to writer
ALTER TABLE "author" RENAME TO "writer";
-- rename writer.name to full_name
ALTER TABLE "writer" RENAME COLUMN "name" TO "full_name";
-- drop writer.fax; drop index author_fax_idx; drop index author_name_key and 3 more (rebuilds writer)
CREATE TABLE "strobila_new_writer" (
    "id" INTEGER NOT NULL,
    "full_name" TEXT NOT NULL,
    "born" TEXT,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "writer_named_check" CHECK (length(full_name) > 0)
);
INSERT INTO "strobila_new_writer" ("id", "full_name", "born")
SELECT "writer"."id", "writer"."full_name", NULL
FROM "writer"
ORDER BY "writer".rowid;
DROP INDEX "author_fax_idx";
DROP INDEX "author_name_key";
DROP TABLE "writer";
ALTER TABLE "strobila_new_writer" RENAME TO "writer";
CREATE INDEX "writer_born_idx" ON "writer" ("born");
