-- create enum big money.state
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = 'big money') THEN
        CREATE SCHEMA "big money";
        COMMENT ON SCHEMA "big money" IS 'made by a migration, goes with the last thing in it';
    END IF;
END $$;
CREATE TYPE "big money"."state" AS ENUM ('open', 'shut');
-- create table big money.author
CREATE TABLE "big money"."author" (
    "id" bigint NOT NULL,
    "state" "big money"."state",
    CONSTRAINT "author_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "author_id_fkey" FOREIGN KEY ("id") REFERENCES "author" ("id")
);
-- create table big money.invoice
CREATE TABLE "big money"."invoice" (
    "author_id" bigint NOT NULL,
    CONSTRAINT "invoice_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "big money"."author" ("id")
);
