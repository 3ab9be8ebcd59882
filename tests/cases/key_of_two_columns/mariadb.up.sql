-- create table book
CREATE TABLE `book` (
    `id` int NOT NULL,
    `room` int NULL DEFAULT NULL,
    `spot` int NULL DEFAULT NULL,
    PRIMARY KEY (`id`),
    INDEX `book_room_spot_fkey` (`room`, `spot`),
    CONSTRAINT `book_room_spot_fkey` FOREIGN KEY (`room`, `spot`) REFERENCES `shelf` (`room`, `spot`) ON DELETE SET NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
