-- create table thing
CREATE TABLE `thing` (
    `id` int NOT NULL,
    `a` tinyint(1) NOT NULL DEFAULT FALSE,
    `b` int NOT NULL DEFAULT -1,
    `c` longtext NOT NULL DEFAULT '',
    `d` decimal(6,2) NOT NULL DEFAULT 0.10,
    `e` timestamp(6) NOT NULL DEFAULT current_timestamp(6),
    `f` binary(16) NOT NULL DEFAULT (unhex(replace(uuid(),'-',''))),
    `g` date NOT NULL DEFAULT '2026-01-02',
    `h` json NOT NULL DEFAULT '{}',
    `i` enum('draft','live') NOT NULL DEFAULT 'draft',
    `j` double NOT NULL DEFAULT 1.5,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
