-- create table category
CREATE TABLE `category` (
    `id` int NOT NULL,
    `parent_id` int NULL DEFAULT NULL,
    PRIMARY KEY (`id`),
    INDEX `category_parent_id_fkey` (`parent_id`),
    CONSTRAINT `category_parent_id_fkey` FOREIGN KEY (`parent_id`) REFERENCES `category` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
