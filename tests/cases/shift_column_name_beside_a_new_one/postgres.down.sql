-- loses: the values of pair.a
-- rename pair.a to strobila_old_a
ALTER TABLE "pair" RENAME COLUMN "a" TO "strobila_old_a";
-- rename pair.b to a
ALTER TABLE "pair" RENAME COLUMN "b" TO "a";
-- drop pair.strobila_old_a
ALTER TABLE "pair" DROP COLUMN "strobila_old_a";
