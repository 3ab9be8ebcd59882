-- rename table a to strobila_old_a
ALTER TABLE "a" RENAME TO "strobila_old_a";
-- rename table b to a
ALTER TABLE "b" RENAME TO "a";
-- rename constraint a_pkey to strobila_old_a_pkey
ALTER TABLE "strobila_old_a" RENAME CONSTRAINT "a_pkey" TO "strobila_old_a_pkey";
-- rename constraint a_x_key to strobila_old_a_x_key
ALTER TABLE "strobila_old_a" RENAME CONSTRAINT "a_x_key" TO "strobila_old_a_x_key";
-- add the primary key of a
ALTER TABLE "a" ADD CONSTRAINT "a_pkey" PRIMARY KEY ("x");
-- add unique a_x_key
ALTER TABLE "a" ADD CONSTRAINT "a_x_key" UNIQUE ("x");
-- drop table strobila_old_a
DROP TABLE "strobila_old_a";
