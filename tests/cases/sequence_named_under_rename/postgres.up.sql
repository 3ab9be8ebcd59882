-- rename table old to ticket
ALTER TABLE "old" RENAME TO "ticket";
-- rename ticket.nr to id
ALTER TABLE "ticket" RENAME COLUMN "nr" TO "id";
-- change ticket.id
DO $$BEGIN
    EXECUTE 'ALTER SEQUENCE ' || pg_get_serial_sequence('"ticket"', 'id') || ' RENAME TO "ticket_numbers"';
END$$;
ALTER TABLE "ticket" ALTER COLUMN "id" SET INCREMENT BY 2;
