-- loses: the values of team.name
-- drop foreign key member_team_id_fkey
ALTER TABLE `member` DROP FOREIGN KEY `member_team_id_fkey`;
-- drop check member_team_check
ALTER TABLE `member` DROP CONSTRAINT `member_team_check`;
-- change member.team_id from bigint to integer
ALTER TABLE `member` MODIFY COLUMN `team_id` int NOT NULL;
-- change team.id from bigint to integer
ALTER TABLE `team` MODIFY COLUMN `id` int NOT NULL;
-- add foreign key member_team_id_fkey
ALTER TABLE `member` ADD CONSTRAINT `member_team_id_fkey` FOREIGN KEY (`team_id`) REFERENCES `team` (`id`) ON DELETE CASCADE;
-- drop team.name
ALTER TABLE `team` DROP COLUMN `name`;
