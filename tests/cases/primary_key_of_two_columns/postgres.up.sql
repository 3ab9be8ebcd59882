-- drop the primary key of pair
ALTER TABLE "pair" DROP CONSTRAINT "pair_pkey";
-- add the primary key of pair
ALTER TABLE "pair" ADD CONSTRAINT "pair_pkey" PRIMARY KEY ("a", "b");
