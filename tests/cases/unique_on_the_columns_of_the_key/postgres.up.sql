-- create table author
CREATE TABLE "author" (
    "id" integer NOT NULL,
    "name" varchar(40) NOT NULL,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "author_name_key" UNIQUE ("name")
);
ALTER TABLE "author" ADD CONSTRAINT "author_id_key" UNIQUE ("id");
ALTER TABLE "author" ADD CONSTRAINT "author_name_key1" UNIQUE ("name");
