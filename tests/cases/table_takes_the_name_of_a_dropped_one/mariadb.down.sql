-- loses: table old comes back empty
-- rename table old to new
ALTER TABLE `old` RENAME TO `new`;
-- create table old
CREATE TABLE `old` (
    `id` int NOT NULL,
    `a` longtext NOT NULL,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
