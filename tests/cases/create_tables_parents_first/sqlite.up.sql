-- create table zoo
CREATE TABLE "zoo" (
    "id" INTEGER NOT NULL,
    CONSTRAINT "zoo_pkey" PRIMARY KEY ("id")
);
-- create table animal
CREATE TABLE "animal" (
    "id" INTEGER NOT NULL,
    "zoo_id" INTEGER NOT NULL,
    CONSTRAINT "animal_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "animal_zoo_id_fkey" FOREIGN KEY ("zoo_id") REFERENCES "zoo" ("id") ON DELETE CASCADE
);
