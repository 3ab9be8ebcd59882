-- loses: table a comes back empty
-- rename table a to b
ALTER TABLE `a` RENAME TO `b`;
-- drop index a_x_key
ALTER TABLE `b` DROP INDEX `a_x_key`;
-- drop the primary key of b
ALTER TABLE `b` DROP PRIMARY KEY;
-- create table a
CREATE TABLE `a` (
    `id` int NOT NULL,
    `x` int NOT NULL,
    PRIMARY KEY (`id`),
    UNIQUE INDEX `a_x_key` (`x`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
