-- loses: table b comes back empty
-- create table b
CREATE TABLE `b` (
    `id` int NOT NULL,
    `a_id` int NOT NULL,
    PRIMARY KEY (`id`),
    INDEX `b_a_id_fkey` (`a_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- add the primary key of a
ALTER TABLE `a` ADD PRIMARY KEY (`id`);
-- add foreign key b_a_id_fkey
ALTER TABLE `b` ADD CONSTRAINT `b_a_id_fkey` FOREIGN KEY (`a_id`) REFERENCES `a` (`id`);
