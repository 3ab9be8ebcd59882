-- create table book
CREATE TABLE "book" (
    "id" integer NOT NULL,
    "room" integer,
    "spot" integer,
    CONSTRAINT "book_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "book_room_spot_fkey" FOREIGN KEY ("room", "spot") REFERENCES "shelf" ("room", "spot") ON DELETE SET NULL
);
