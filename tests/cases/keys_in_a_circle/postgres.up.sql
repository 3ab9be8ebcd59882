-- create table member
CREATE TABLE "member" (
    "id" integer NOT NULL,
    "team_id" integer NOT NULL,
    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);
-- create table team
CREATE TABLE "team" (
    "id" integer NOT NULL,
    "lead_id" integer,
    CONSTRAINT "team_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "team_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "member" ("id")
);
-- add foreign key member_team_id_fkey
ALTER TABLE "member" ADD CONSTRAINT "member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team" ("id") ON DELETE CASCADE;
