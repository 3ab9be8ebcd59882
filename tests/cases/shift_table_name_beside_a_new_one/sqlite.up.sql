-- rename table note to letter
ALTER TABLE "note" RENAME TO "letter";
-- create table note
CREATE TABLE "note" (
    "id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    CONSTRAINT "note_pkey1" PRIMARY KEY ("id")
);
