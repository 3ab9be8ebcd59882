-- change ticket.id
ALTER TABLE "ticket" ALTER COLUMN "id" DROP IDENTITY;
CREATE SEQUENCE "ticket_id_seq" AS bigint;
ALTER TABLE "ticket" ALTER COLUMN "id" SET DEFAULT nextval('"ticket_id_seq"'::regclass);
ALTER SEQUENCE "ticket_id_seq" OWNED BY "ticket"."id";
SELECT setval(pg_get_serial_sequence('"ticket"', 'id'), greatest(max("id") + 1, 1), false)
FROM "ticket";
