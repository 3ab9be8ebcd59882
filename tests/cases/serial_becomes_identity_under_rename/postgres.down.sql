-- rename table ticket to old
ALTER TABLE "ticket" RENAME TO "old";
-- rename old.id to nr
ALTER TABLE "old" RENAME COLUMN "id" TO "nr";
-- change old.nr
ALTER TABLE "old" ALTER COLUMN "nr" DROP IDENTITY;
CREATE SEQUENCE "old_nr_seq" AS bigint;
ALTER TABLE "old" ALTER COLUMN "nr" SET DEFAULT nextval('"old_nr_seq"'::regclass);
ALTER SEQUENCE "old_nr_seq" OWNED BY "old"."nr";
SELECT setval(pg_get_serial_sequence('"old"', 'nr'), greatest(max("nr") + 1, 1), false)
FROM "old";
