-- rename table note to letter
ALTER TABLE `note` RENAME TO `letter`;
-- create table note
CREATE TABLE `note` (
    `id` int NOT NULL,
    `title` longtext NOT NULL,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
