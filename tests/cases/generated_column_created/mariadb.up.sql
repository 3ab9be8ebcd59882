-- create table box
CREATE TABLE `box` (
    `id` int NOT NULL,
    `w` int NOT NULL,
    `h` int NOT NULL,
    `area` int GENERATED ALWAYS AS (w * h) STORED,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
