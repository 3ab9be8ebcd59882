-- create table author
CREATE TABLE `author` (
    `id` int NOT NULL,
    `email` varchar(255) NOT NULL,
    `bio` longtext NULL DEFAULT NULL,
    `active` tinyint(1) NOT NULL DEFAULT TRUE,
    PRIMARY KEY (`id`),
    INDEX `author_active_idx` (`active`),
    UNIQUE INDEX `author_email_key` (`email`),
    CONSTRAINT `author_email_not_empty_check` CHECK (length(email) > 0)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='A person who writes posts';
