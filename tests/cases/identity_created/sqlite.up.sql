-- create table author
CREATE TABLE "author" (
    "id" INTEGER NOT NULL CONSTRAINT "author_pkey" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL
);
