-- create table event
CREATE TABLE `event` (
    `id` int NOT NULL,
    `starts` date NOT NULL,
    `ends` date NULL DEFAULT NULL,
    PRIMARY KEY (`id`),
    CONSTRAINT `event_order_check` CHECK (starts < ends)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
