-- loses: the values of team.name
-- drop foreign key member_team_id_fkey
ALTER TABLE "member" DROP CONSTRAINT "member_team_id_fkey";
-- drop check member_team_check
ALTER TABLE "member" DROP CONSTRAINT "member_team_check";
-- change member.team_id from bigint to integer
ALTER TABLE "member" ALTER COLUMN "team_id" TYPE integer;
-- change team.id from bigint to integer
ALTER TABLE "team" ALTER COLUMN "id" TYPE integer;
-- add foreign key member_team_id_fkey
ALTER TABLE "member" ADD CONSTRAINT "member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team" ("id") ON DELETE CASCADE;
-- drop team.name
ALTER TABLE "team" DROP COLUMN "name";
