-- create table member
CREATE TABLE `member` (
    `id` int NOT NULL,
    `team_id` int NOT NULL,
    PRIMARY KEY (`id`),
    INDEX `member_team_id_fkey` (`team_id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- create table team
CREATE TABLE `team` (
    `id` int NOT NULL,
    `lead_id` int NULL DEFAULT NULL,
    PRIMARY KEY (`id`),
    INDEX `team_lead_id_fkey` (`lead_id`),
    CONSTRAINT `team_lead_id_fkey` FOREIGN KEY (`lead_id`) REFERENCES `member` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
-- add foreign key member_team_id_fkey
ALTER TABLE `member` ADD CONSTRAINT `member_team_id_fkey` FOREIGN KEY (`team_id`) REFERENCES `team` (`id`) ON DELETE CASCADE;
