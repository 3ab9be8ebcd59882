-- loses: table tag comes back empty
-- create table tag
CREATE TABLE `tag` (
    `id` int NOT NULL,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
