-- create table event
CREATE TABLE "event" (
    "id" INTEGER NOT NULL,
    "starts" TEXT NOT NULL,
    "ends" TEXT,
    CONSTRAINT "event_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "event_order_check" CHECK (starts < ends)
);
