-- create table author
CREATE TABLE `author` (
    `id` int NOT NULL,
    `name` varchar(40) NOT NULL,
    PRIMARY KEY (`id`),
    UNIQUE INDEX `author_id_key` (`id`),
    UNIQUE INDEX `author_name_key` (`name`),
    UNIQUE INDEX `author_name_key1` (`name`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
