-- loses: table b comes back empty
-- create table b
CREATE TABLE "b" (
    "id" integer NOT NULL,
    "a_id" integer NOT NULL,
    CONSTRAINT "b_pkey" PRIMARY KEY ("id")
);
-- add the primary key of a
ALTER TABLE "a" ADD CONSTRAINT "a_pkey" PRIMARY KEY ("id");
-- add foreign key b_a_id_fkey
ALTER TABLE "b" ADD CONSTRAINT "b_a_id_fkey" FOREIGN KEY ("a_id") REFERENCES "a" ("id");
