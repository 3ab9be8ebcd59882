-- create table event
CREATE TABLE "event" (
    "id" integer NOT NULL,
    "starts" date NOT NULL,
    "ends" date,
    CONSTRAINT "event_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "event_order_check" CHECK (starts < ends)
);
