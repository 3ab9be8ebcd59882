//! blog: make required `author.slug`
//!
//! ```text
//! ~ table author
//!     ~ slug  now NOT NULL, NULL becomes lower(replace(name, ' ', '-'))
//! ```
//!
//! Data loss: down: author.slug keeps what replaced NULL.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201200")
    .after("Migration202611201159")
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[
        step("change author.slug, now required")
            .expects_on(Mariadb, "author", "id,name,slug,bio,joined_on")
            .expects_on(Sqlite, "author", "id,name,slug,bio,joined_on")
            .postgres(&[
                r#"UPDATE "author"
SET "slug" = lower(replace(name, ' ', '-'))
WHERE "slug" IS NULL"#,
                r#"ALTER TABLE "author" ALTER COLUMN "slug" SET NOT NULL"#,
            ])
            .mariadb(&[
                r"UPDATE `author`
SET `slug` = lower(replace(name, ' ', '-'))
WHERE `slug` IS NULL",
                "ALTER TABLE `author` MODIFY COLUMN `slug` varchar(80) COLLATE utf8mb4_bin NOT NULL",
            ])
            .rebuild_sqlite("author", &[
                r#"CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL CONSTRAINT "author_pkey" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "bio" TEXT,
    "joined_on" TEXT NOT NULL DEFAULT '2024-05-01'
)"#,
                r#"INSERT INTO "strobila_new_author" ("id", "name", "slug", "bio", "joined_on")
SELECT "author"."id", "author"."name", COALESCE("author"."slug", lower(replace(name, ' ', '-'))), "author"."bio", "author"."joined_on"
FROM "author"
ORDER BY "author".rowid"#,
                r#"DROP TABLE "author""#,
                r#"ALTER TABLE "strobila_new_author" RENAME TO "author""#,
                r#"CREATE UNIQUE INDEX "author_slug_key" ON "author" ("slug")"#,
            ]),
    ])
    .down(Down::Lossy { loses: "author.slug keeps what replaced NULL" }, &[
        step("change author.slug, now optional")
            .expects_on(Mariadb, "author", "id,name,slug,bio,joined_on")
            .expects_on(Sqlite, "author", "id,name,slug,bio,joined_on")
            .postgres(&[
                r#"ALTER TABLE "author" ALTER COLUMN "slug" DROP NOT NULL"#,
            ])
            .mariadb(&[
                "ALTER TABLE `author` MODIFY COLUMN `slug` varchar(80) COLLATE utf8mb4_bin NULL DEFAULT NULL",
            ])
            .rebuild_sqlite("author", &[
                r#"CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL CONSTRAINT "author_pkey" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "slug" TEXT,
    "bio" TEXT,
    "joined_on" TEXT NOT NULL DEFAULT '2024-05-01'
)"#,
                r#"INSERT INTO "strobila_new_author" ("id", "name", "slug", "bio", "joined_on")
SELECT "author"."id", "author"."name", "author"."slug", "author"."bio", "author"."joined_on"
FROM "author"
ORDER BY "author".rowid"#,
                r#"DROP TABLE "author""#,
                r#"ALTER TABLE "strobila_new_author" RENAME TO "author""#,
                r#"CREATE UNIQUE INDEX "author_slug_key" ON "author" ("slug")"#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"alter_column":{"table":"author","from":{"name":"slug","type":"string(80)","nullable":true},"to":{"name":"slug","type":"string(80)"},"fill":"lower(replace(name, ' ', '-'))"}}
"#;
