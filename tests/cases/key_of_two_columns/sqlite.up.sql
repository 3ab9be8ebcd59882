-- create table book
CREATE TABLE "book" (
    "id" INTEGER NOT NULL,
    "room" INTEGER,
    "spot" INTEGER,
    CONSTRAINT "book_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "book_room_spot_fkey" FOREIGN KEY ("room", "spot") REFERENCES "shelf" ("room", "spot") ON DELETE SET NULL
);
