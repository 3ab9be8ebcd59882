-- add index author_a_b_idx
ALTER TABLE `author` ADD INDEX `author_a_b_idx` (`a`, `b` DESC);
