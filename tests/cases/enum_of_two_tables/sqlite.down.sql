-- replace check item_status_check (rebuilds item)
CREATE TABLE "strobila_new_item" (
    "id" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    CONSTRAINT "item_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "item_status_check" CHECK ("status" IN ('new', 'done', 'gone'))
);
INSERT INTO "strobila_new_item" ("id", "status")
SELECT "item"."id", "item"."status"
FROM "item"
ORDER BY "item".rowid;
DROP TABLE "item";
ALTER TABLE "strobila_new_item" RENAME TO "item";
-- replace check job_status_check (rebuilds job)
CREATE TABLE "strobila_new_job" (
    "id" INTEGER NOT NULL,
    "status" TEXT,
    CONSTRAINT "job_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "job_status_check" CHECK ("status" IN ('new', 'done', 'gone'))
);
INSERT INTO "strobila_new_job" ("id", "status")
SELECT "job"."id", "job"."status"
FROM "job"
ORDER BY "job".rowid;
DROP TABLE "job";
ALTER TABLE "strobila_new_job" RENAME TO "job";
