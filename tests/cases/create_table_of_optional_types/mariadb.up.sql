-- create table thing
CREATE TABLE `thing` (
    `id` int NOT NULL,
    `a_smallint` smallint NULL DEFAULT NULL,
    `a_integer` int NULL DEFAULT NULL,
    `a_bigint` bigint NULL DEFAULT NULL,
    `a_float` float NULL DEFAULT NULL,
    `a_double` double NULL DEFAULT NULL,
    `a_decimal` decimal(12,2) NULL DEFAULT NULL,
    `a_string` varchar(40) NULL DEFAULT NULL,
    `a_text` longtext NULL DEFAULT NULL,
    `a_boolean` tinyint(1) NULL DEFAULT NULL,
    `a_date` date NULL DEFAULT NULL,
    `a_time` time(6) NULL DEFAULT NULL,
    `a_datetime` datetime(6) NULL DEFAULT NULL,
    `a_timestamp` timestamp(6) NULL DEFAULT NULL,
    `a_json` json NULL DEFAULT NULL,
    `a_uuid` binary(16) NULL DEFAULT NULL,
    `a_array` json NULL DEFAULT NULL,
    `a_binary` binary(16) NULL DEFAULT NULL,
    `a_blob` longblob NULL DEFAULT NULL,
    `a_status` enum('draft','published') NULL DEFAULT NULL,
    PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
