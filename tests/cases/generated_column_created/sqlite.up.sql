-- create table box
CREATE TABLE "box" (
    "id" INTEGER NOT NULL,
    "w" INTEGER NOT NULL,
    "h" INTEGER NOT NULL,
    "area" INTEGER GENERATED ALWAYS AS (w * h) STORED,
    CONSTRAINT "box_pkey" PRIMARY KEY ("id")
);
