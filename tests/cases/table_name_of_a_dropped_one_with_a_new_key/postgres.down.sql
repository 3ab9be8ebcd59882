-- loses: table a comes back empty
-- rename table a to b
ALTER TABLE "a" RENAME TO "b";
-- drop unique a_x_key
ALTER TABLE "b" DROP CONSTRAINT "a_x_key";
-- drop the primary key of b
ALTER TABLE "b" DROP CONSTRAINT "a_pkey";
-- create table a
CREATE TABLE "a" (
    "id" integer NOT NULL,
    "x" integer NOT NULL,
    CONSTRAINT "a_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "a_x_key" UNIQUE ("x")
);
