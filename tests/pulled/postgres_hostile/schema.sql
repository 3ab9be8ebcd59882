CREATE TYPE "Odd Mood" AS ENUM ('Self', 'a-b', 'a b', '1', '"q"');
CREATE TABLE "Weird Table" (
    "Id" integer GENERATED ALWAYS AS IDENTITY CONSTRAINT "the key" PRIMARY KEY,
    "type" text NOT NULL,
    "self" text,
    "we ird""q" text,
    "größe" integer,
    "1st" integer,
    "日本" integer,
    "a b" "Odd Mood" DEFAULT '"q"',
    "A-B" integer,
    "gen" integer,
    "back\slash" text DEFAULT 'c:\new' || '"#',
    CONSTRAINT "Weird Table_type_key" UNIQUE ("type"),
    CONSTRAINT "any ""check""" CHECK ("we ird""q" <> 'x"y'),
    CONSTRAINT "Weird Table_Positive_check" CHECK ("größe" > 0)
);
COMMENT ON TABLE "Weird Table" IS E'two\nlines, "quoted" \\ and more ';
COMMENT ON COLUMN "Weird Table"."type" IS 'one line';
COMMENT ON COLUMN "Weird Table"."self" IS '  spaces  ';
CREATE INDEX "ix 1" ON "Weird Table" ("we ird""q" DESC, (lower("type")), "self" COLLATE "C");
CREATE INDEX "Weird Table_A-B_idx" ON "Weird Table" ("A-B");
CREATE TABLE "option" (id integer PRIMARY KEY, "string" text, vec integer, weird integer REFERENCES "Weird Table");
CREATE TABLE "string" (id integer PRIMARY KEY, "Option" text, other integer REFERENCES "option" (id));
CREATE TABLE "mod" (id integer PRIMARY KEY, "fn" integer REFERENCES "mod");
CREATE TABLE "enums" (id integer PRIMARY KEY);
CREATE TABLE "user" (id integer PRIMARY KEY);
CREATE TABLE "User" (id integer PRIMARY KEY, deleted_at timestamptz, created_at timestamptz NOT NULL);
CREATE TABLE nokey (a integer, "deferrable" integer, UNIQUE (a, "deferrable"));
