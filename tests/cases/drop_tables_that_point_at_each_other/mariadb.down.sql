-- loses: table b comes back empty; table a comes back empty
-- create table a
CREATE TABLE `a` (
    `id` int NOT NULL,
    `b_id` int NULL DEFAULT NULL,
    PRIMARY KEY (`id`),
    INDEX `a_b_id_fkey` (`b_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- create table b
CREATE TABLE `b` (
    `id` int NOT NULL,
    `a_id` int NULL DEFAULT NULL,
    PRIMARY KEY (`id`),
    INDEX `b_a_id_fkey` (`a_id`),
    CONSTRAINT `b_a_id_fkey` FOREIGN KEY (`a_id`) REFERENCES `a` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- add foreign key a_b_id_fkey
ALTER TABLE `a` ADD CONSTRAINT `a_b_id_fkey` FOREIGN KEY (`b_id`) REFERENCES `b` (`id`);
