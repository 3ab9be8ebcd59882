-- loses: the values of team.name
-- drop check member_team_check (rebuilds member)
CREATE TABLE "strobila_new_member" (
    "id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    CONSTRAINT "member_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team" ("id") ON DELETE CASCADE
);
INSERT INTO "strobila_new_member" ("id", "team_id")
SELECT "member"."id", "member"."team_id"
FROM "member"
ORDER BY "member".rowid;
DROP TABLE "member";
ALTER TABLE "strobila_new_member" RENAME TO "member";
-- drop team.name
ALTER TABLE "team" DROP COLUMN "name";
