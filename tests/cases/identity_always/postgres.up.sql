-- create table author
CREATE TABLE "author" (
    "id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    "name" text NOT NULL,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
