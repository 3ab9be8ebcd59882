-- create table thing
CREATE TABLE "thing" (
    "id" INTEGER NOT NULL,
    "a" BOOLEAN NOT NULL DEFAULT 0,
    "b" INTEGER NOT NULL DEFAULT -1,
    "c" TEXT NOT NULL DEFAULT '',
    "d" TEXT NOT NULL DEFAULT '0.10',
    "e" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')),
    "f" BLOB NOT NULL DEFAULT (CAST(randomblob(6) || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)),
    "g" TEXT NOT NULL DEFAULT '2026-01-02',
    "h" TEXT NOT NULL DEFAULT '{}',
    "i" TEXT NOT NULL DEFAULT 'draft',
    "j" REAL NOT NULL DEFAULT 1.5,
    CONSTRAINT "thing_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "thing_i_check" CHECK ("i" IN ('draft', 'live'))
);
