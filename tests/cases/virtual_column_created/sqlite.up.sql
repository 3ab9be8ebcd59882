-- create table box
CREATE TABLE "box" (
    "id" INTEGER NOT NULL,
    "w" INTEGER NOT NULL,
    "area" INTEGER GENERATED ALWAYS AS (w * 2) VIRTUAL,
    CONSTRAINT "box_pkey" PRIMARY KEY ("id")
);
