-- rename table ticket to old
ALTER TABLE "ticket" RENAME TO "old";
-- rename old.id to nr
ALTER TABLE "old" RENAME COLUMN "id" TO "nr";
-- change old.nr
ALTER SEQUENCE "ticket_numbers" RENAME TO "old_nr_seq";
ALTER TABLE "old" ALTER COLUMN "nr" SET INCREMENT BY 1;
