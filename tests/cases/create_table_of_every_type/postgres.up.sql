-- create enum status
CREATE TYPE "status" AS ENUM ('draft', 'published');
-- create table thing
CREATE TABLE "thing" (
    "id" integer NOT NULL,
    "a_smallint" smallint NOT NULL,
    "a_integer" integer NOT NULL,
    "a_bigint" bigint NOT NULL,
    "a_float" real NOT NULL,
    "a_double" double precision NOT NULL,
    "a_decimal" numeric(12,2) NOT NULL,
    "a_string" varchar(40) NOT NULL,
    "a_text" text NOT NULL,
    "a_boolean" boolean NOT NULL,
    "a_date" date NOT NULL,
    "a_time" time NOT NULL,
    "a_datetime" timestamp NOT NULL,
    "a_timestamp" timestamptz NOT NULL,
    "a_json" jsonb NOT NULL,
    "a_uuid" uuid NOT NULL,
    "a_array" text[] NOT NULL,
    "a_binary" bytea NOT NULL,
    "a_blob" bytea NOT NULL,
    "a_status" "status" NOT NULL,
    CONSTRAINT "thing_pkey" PRIMARY KEY ("id")
);
