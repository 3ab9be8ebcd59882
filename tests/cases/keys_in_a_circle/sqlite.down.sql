-- loses: the rows of table member; the rows of table team
-- drop table team (rebuilds team)
DROP TABLE "team";
-- drop foreign key member_team_id_fkey; drop table member (rebuilds member)
DROP TABLE "member";
