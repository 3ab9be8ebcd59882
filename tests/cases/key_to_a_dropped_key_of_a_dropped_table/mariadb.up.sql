-- drop foreign key b_a_id_fkey
ALTER TABLE `b` DROP FOREIGN KEY `b_a_id_fkey`;
-- drop the primary key of a
ALTER TABLE `a` DROP PRIMARY KEY;
-- drop table b
DROP TABLE `b`;
