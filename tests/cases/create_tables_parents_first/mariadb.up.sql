-- create table zoo
CREATE TABLE `zoo` (
    `id` int NOT NULL,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- create table animal
CREATE TABLE `animal` (
    `id` int NOT NULL,
    `zoo_id` int NOT NULL,
    PRIMARY KEY (`id`),
    INDEX `animal_zoo_id_fkey` (`zoo_id`),
    CONSTRAINT `animal_zoo_id_fkey` FOREIGN KEY (`zoo_id`) REFERENCES `zoo` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
