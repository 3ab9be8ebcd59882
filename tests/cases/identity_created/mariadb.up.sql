-- create table author
CREATE TABLE `author` (
    `id` bigint NOT NULL AUTO_INCREMENT,
    `name` longtext NOT NULL,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
