-- create enum status
CREATE TYPE "status" AS ENUM ('draft', 'published');
-- create table thing
CREATE TABLE "thing" (
    "id" integer NOT NULL,
    "a_smallint" smallint,
    "a_integer" integer,
    "a_bigint" bigint,
    "a_float" real,
    "a_double" double precision,
    "a_decimal" numeric(12,2),
    "a_string" varchar(40),
    "a_text" text,
    "a_boolean" boolean,
    "a_date" date,
    "a_time" time,
    "a_datetime" timestamp,
    "a_timestamp" timestamptz,
    "a_json" jsonb,
    "a_uuid" uuid,
    "a_array" integer[],
    "a_binary" bytea,
    "a_blob" bytea,
    "a_status" "status",
    CONSTRAINT "thing_pkey" PRIMARY KEY ("id")
);
