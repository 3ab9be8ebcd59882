//! blog: rename `author.name` to `full_name`, add required column `author.country`, drop `author.fax`
//!
//! ```text
//! ~ table author
//!     > name -> full_name
//!     + country  text  NOT NULL  existing rows get 'DE'
//!     - fax      text
//! ```
//!
//! Data loss: up loses the values of author.fax. Down: author.fax comes back empty; the values of author.country.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611211010")
    .after("Migration202611201326")
    .targets(&[Postgres, Sqlite])
    .up(&[
        step("rename author.name to full_name")
            .sql(&[
                r#"ALTER TABLE "author" RENAME COLUMN "name" TO "full_name""#,
            ]),
        step("add author.country, existing rows get 'DE'; drop author.fax")
            .accept(Hazard::DataLoss, "nobody has one")
            .expects_on(Sqlite, "author", "id,full_name,fax")
            .postgres(&[
                r#"ALTER TABLE "author" ADD COLUMN "country" text NOT NULL DEFAULT 'DE'"#,
                r#"ALTER TABLE "author" ALTER COLUMN "country" DROP DEFAULT"#,
                r#"COMMENT ON COLUMN "author"."country" IS 'Where the person lives.'"#,
                r#"ALTER TABLE "author" DROP COLUMN "fax""#,
            ])
            .rebuild_sqlite("author", &[
                r#"CREATE TABLE "strobila_new_author" (
    "id" INTEGER NOT NULL CONSTRAINT "author_pkey" PRIMARY KEY AUTOINCREMENT,
    "full_name" TEXT NOT NULL,
    "country" TEXT NOT NULL
)"#,
                r#"INSERT INTO "strobila_new_author" ("id", "full_name", "country")
SELECT "author"."id", "author"."full_name", 'DE'
FROM "author"
ORDER BY "author".rowid"#,
                r#"DROP TABLE "author""#,
                r#"ALTER TABLE "strobila_new_author" RENAME TO "author""#,
            ]),
    ])
    .down(Down::Lossy { loses: "author.fax comes back empty; the values of author.country" }, &[
        step("rename author.full_name to name")
            .sql(&[
                r#"ALTER TABLE "author" RENAME COLUMN "full_name" TO "name""#,
            ]),
        step("add author.fax")
            .postgres(&[
                r#"ALTER TABLE "author" ADD COLUMN "fax" text"#,
                r#"COMMENT ON COLUMN "author"."fax" IS 'How to reach the person.'"#,
            ])
            .sqlite(&[
                r#"ALTER TABLE "author" ADD COLUMN "fax" TEXT"#,
            ]),
        step("drop author.country")
            .sql(&[
                r#"ALTER TABLE "author" DROP COLUMN "country""#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"rename_column":{"table":"author","from":"name","to":"full_name"}}
{"add_column":{"table":"author","column":{"name":"country","type":"text","comment":"Where the person lives."},"fill":"'DE'"}}
{"drop_column":{"table":"author","column":{"name":"fax","type":"text","nullable":true,"comment":"How to reach the person."}}}
"#;
