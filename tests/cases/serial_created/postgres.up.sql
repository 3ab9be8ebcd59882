-- create table ticket
CREATE SEQUENCE "ticket_id_seq" AS bigint;
CREATE TABLE "ticket" (
    "id" bigint NOT NULL DEFAULT nextval('"ticket_id_seq"'::regclass),
    "title" text,
    CONSTRAINT "ticket_pkey" PRIMARY KEY ("id")
);
ALTER SEQUENCE "ticket_id_seq" OWNED BY "ticket"."id";
