-- create table line
CREATE TABLE "line" (
    "id" integer NOT NULL,
    "author_id" integer,
    CONSTRAINT "line_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "line" ADD CONSTRAINT "line_id_check" CHECK (id > 0) NOT VALID;
ALTER TABLE "line" ADD CONSTRAINT "line_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id") NOT VALID;
