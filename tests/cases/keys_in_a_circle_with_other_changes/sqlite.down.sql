-- loses: the values of team.name
-- drop check member_team_check; convert the values of member.team_id (rebuilds member)
CREATE TABLE "strobila_new_member" (
    "id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    CONSTRAINT "member_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "member_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team" ("id") ON DELETE CASCADE
);
INSERT INTO "strobila_new_member" ("id", "team_id")
SELECT "member"."id", CASE WHEN "member"."team_id" IS NULL THEN NULL WHEN typeof("member"."team_id") = 'integer' AND "member"."team_id" BETWEEN -2147483648 AND 2147483647 THEN "member"."team_id" ELSE json_extract('{}', '"member"."team_id" holds no whole number of 32 bits: ' || "member"."team_id") END
FROM "member"
ORDER BY "member".rowid;
DROP TABLE "member";
ALTER TABLE "strobila_new_member" RENAME TO "member";
-- convert the values of team.id; drop team.name (rebuilds team)
CREATE TABLE "strobila_new_team" (
    "id" INTEGER NOT NULL,
    "lead_id" INTEGER,
    CONSTRAINT "team_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "team_lead_id_fkey" FOREIGN KEY ("lead_id") REFERENCES "member" ("id")
);
INSERT INTO "strobila_new_team" ("id", "lead_id")
SELECT CASE WHEN "team"."id" IS NULL THEN NULL WHEN typeof("team"."id") = 'integer' AND "team"."id" BETWEEN -2147483648 AND 2147483647 THEN "team"."id" ELSE json_extract('{}', '"team"."id" holds no whole number of 32 bits: ' || "team"."id") END, "team"."lead_id"
FROM "team"
ORDER BY "team".rowid;
DROP TABLE "team";
ALTER TABLE "strobila_new_team" RENAME TO "team";
