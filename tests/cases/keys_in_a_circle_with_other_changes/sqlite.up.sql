-- add team.name
ALTER TABLE "team" ADD COLUMN "name" TEXT NOT NULL DEFAULT 'team';
-- add check member_team_check (rebuilds member)
CREATE TABLE "strobila_new_member" (
    "id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    CONSTRAINT "member_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "member_team_check" CHECK (team_id > 0),
    CONSTRAINT "member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team" ("id") ON DELETE CASCADE
);
INSERT INTO "strobila_new_member" ("id", "team_id")
SELECT "member"."id", "member"."team_id"
FROM "member"
ORDER BY "member".rowid;
DROP TABLE "member";
ALTER TABLE "strobila_new_member" RENAME TO "member";
