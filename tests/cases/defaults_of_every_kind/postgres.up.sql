-- create enum status
CREATE TYPE "status" AS ENUM ('draft', 'live');
-- create table thing
CREATE TABLE "thing" (
    "id" integer NOT NULL,
    "a" boolean NOT NULL DEFAULT false,
    "b" integer NOT NULL DEFAULT -1,
    "c" text NOT NULL DEFAULT '',
    "d" numeric(6,2) NOT NULL DEFAULT 0.10,
    "e" timestamptz NOT NULL DEFAULT now(),
    "f" uuid NOT NULL DEFAULT gen_random_uuid(),
    "g" date NOT NULL DEFAULT '2026-01-02',
    "h" jsonb NOT NULL DEFAULT '{}',
    "i" "status" NOT NULL DEFAULT 'draft',
    "j" double precision NOT NULL DEFAULT 1.5,
    CONSTRAINT "thing_pkey" PRIMARY KEY ("id")
);
