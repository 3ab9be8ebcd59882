-- drop foreign key b_a_id_fkey
ALTER TABLE "b" DROP CONSTRAINT "b_a_id_fkey";
-- drop the primary key of a
ALTER TABLE "a" DROP CONSTRAINT "a_pkey";
-- drop table b
DROP TABLE "b";
