-- drop foreign key a_b_id_fkey
ALTER TABLE `a` DROP FOREIGN KEY `a_b_id_fkey`;
-- drop table b
DROP TABLE `b`;
-- drop table a
DROP TABLE `a`;
