-- loses: table a comes back empty
-- drop index by_x
ALTER TABLE `b` DROP INDEX `by_x`;
-- create table a
CREATE TABLE `a` (
    `id` int NOT NULL,
    `x` varchar(40) NOT NULL,
    PRIMARY KEY (`id`),
    INDEX `by_x` (`x`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
