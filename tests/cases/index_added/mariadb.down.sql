-- drop index author_a_b_idx
ALTER TABLE `author` DROP INDEX `author_a_b_idx`;
