-- create table log
CREATE TABLE "log" (
    "line" text NOT NULL
);
