-- drop foreign key member_team_id_fkey
ALTER TABLE "member" DROP CONSTRAINT "member_team_id_fkey";
-- add team.name
ALTER TABLE "team" ADD COLUMN "name" text NOT NULL DEFAULT 'team';
-- change member.team_id from integer to bigint
ALTER TABLE "member" ALTER COLUMN "team_id" TYPE bigint;
-- change team.id from integer to bigint
ALTER TABLE "team" ALTER COLUMN "id" TYPE bigint;
-- add check member_team_check
ALTER TABLE "member" ADD CONSTRAINT "member_team_check" CHECK (team_id > 0);
-- add foreign key member_team_id_fkey
ALTER TABLE "member" ADD CONSTRAINT "member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team" ("id") ON DELETE CASCADE;
