-- create table member; add foreign key member_team_id_fkey
CREATE TABLE "member" (
    "id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    CONSTRAINT "member_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team" ("id") ON DELETE CASCADE
);
-- create table team
CREATE TABLE "team" (
    "id" INTEGER NOT NULL,
    "lead_id" INTEGER,
    CONSTRAINT "team_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "team_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "member" ("id")
);
