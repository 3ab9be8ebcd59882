-- rename table ticket to old'$$
ALTER TABLE "ticket" RENAME TO "old'$$";
-- rename old'$$.id to nr
ALTER TABLE "old'$$" RENAME COLUMN "id" TO "nr";
-- change old'$$.nr
DO $s$BEGIN
    EXECUTE 'ALTER SEQUENCE ' || pg_get_serial_sequence('"old''$$"', 'nr') || ' INCREMENT BY 1 CACHE 1';
END$s$;
