-- create table box
CREATE TABLE "box" (
    "id" integer NOT NULL,
    "w" integer NOT NULL,
    "h" integer NOT NULL,
    "area" integer GENERATED ALWAYS AS (w * h) STORED,
    CONSTRAINT "box_pkey" PRIMARY KEY ("id")
);
