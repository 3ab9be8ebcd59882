-- drop the primary key of pair
ALTER TABLE "pair" DROP CONSTRAINT "pair_pkey";
