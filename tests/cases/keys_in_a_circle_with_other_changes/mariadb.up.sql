-- drop foreign key member_team_id_fkey
ALTER TABLE `member` DROP FOREIGN KEY `member_team_id_fkey`;
-- add team.name
ALTER TABLE `team` ADD COLUMN `name` longtext COLLATE utf8mb4_bin NOT NULL DEFAULT 'team';
-- change member.team_id from integer to bigint
ALTER TABLE `member` MODIFY COLUMN `team_id` bigint NOT NULL;
-- change team.id from integer to bigint
ALTER TABLE `team` MODIFY COLUMN `id` bigint NOT NULL;
-- add check member_team_check
ALTER TABLE `member` ADD CONSTRAINT `member_team_check` CHECK (team_id > 0);
-- add foreign key member_team_id_fkey
ALTER TABLE `member` ADD CONSTRAINT `member_team_id_fkey` FOREIGN KEY (`team_id`) REFERENCES `team` (`id`) ON DELETE CASCADE;
