-- create table author
CREATE TABLE "author" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    CONSTRAINT "author_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "author_id_key" ON "author" ("id");
CREATE UNIQUE INDEX "author_name_key" ON "author" ("name");
CREATE UNIQUE INDEX "author_name_key1" ON "author" ("name");
