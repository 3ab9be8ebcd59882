-- loses: table old comes back empty
-- rename table old to new
ALTER TABLE "old" RENAME TO "new";
-- create table old
CREATE TABLE "old" (
    "id" integer NOT NULL,
    "a" text NOT NULL,
    CONSTRAINT "old_pkey" PRIMARY KEY ("id")
);
