-- loses: table a comes back empty
-- drop index by_x
DROP INDEX "by_x";
-- create table a
CREATE TABLE "a" (
    "id" integer NOT NULL,
    "x" varchar(40) NOT NULL,
    CONSTRAINT "a_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "by_x" ON "a" ("x");
