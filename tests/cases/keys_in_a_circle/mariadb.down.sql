-- loses: the rows of table member; the rows of table team
-- drop foreign key member_team_id_fkey
ALTER TABLE `member` DROP FOREIGN KEY `member_team_id_fkey`;
-- drop table team
DROP TABLE `team`;
-- drop table member
DROP TABLE `member`;
