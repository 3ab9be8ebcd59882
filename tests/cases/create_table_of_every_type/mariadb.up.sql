-- create table thing
CREATE TABLE `thing` (
    `id` int NOT NULL,
    `a_smallint` smallint NOT NULL,
    `a_integer` int NOT NULL,
    `a_bigint` bigint NOT NULL,
    `a_float` float NOT NULL,
    `a_double` double NOT NULL,
    `a_decimal` decimal(12,2) NOT NULL,
    `a_string` varchar(40) NOT NULL,
    `a_text` longtext NOT NULL,
    `a_boolean` tinyint(1) NOT NULL,
    `a_date` date NOT NULL,
    `a_time` time(6) NOT NULL,
    `a_datetime` datetime(6) NOT NULL,
    `a_timestamp` timestamp(6) NOT NULL,
    `a_json` json NOT NULL,
    `a_uuid` binary(16) NOT NULL,
    `a_array` json NOT NULL,
    `a_binary` binary(16) NOT NULL,
    `a_blob` longblob NOT NULL,
    `a_status` enum('draft','published') NOT NULL,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
