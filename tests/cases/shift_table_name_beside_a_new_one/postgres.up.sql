-- rename table note to letter
ALTER TABLE "note" RENAME TO "letter";
-- create table note
CREATE TABLE "note" (
    "id" integer NOT NULL,
    "title" text NOT NULL,
    CONSTRAINT "note_pkey1" PRIMARY KEY ("id")
);
