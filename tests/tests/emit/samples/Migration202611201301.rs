//! blog: add required column `author.country`, drop `author.fax`
//!
//! ```text
//! ~ table author
//!     + country  text  NOT NULL  existing rows get 'DE'
//!     - fax      text
//! ```
//!
//! Data loss: up loses the values of author.fax. Down: the values of author.country; author.fax comes back empty.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201301")
    .after("Migration202611201300")
    .requires(&[("catalog", "Migration202611191200")])
    .targets(&[Postgres, Sqlite])
    .up(&[
        step("add author.country, existing rows get 'DE'")
            .expects_on(Sqlite, "author", "id,fax")
            .postgres(&[
                r#"ALTER TABLE "author" ADD COLUMN "country" text NOT NULL DEFAULT 'DE'"#,
                r#"ALTER TABLE "author" ALTER COLUMN "country" DROP DEFAULT"#,
            ])
            .rebuild_sqlite("author", &[
                "SELECT 1",
            ]),
        step("drop author.fax")
            .accept(Hazard::DataLoss, "nobody has a fax; agreed in #512")
            .sql(&[
                r#"ALTER TABLE "author" DROP COLUMN "fax""#,
            ]),
    ])
    .down(Down::Lossy { loses: "the values of author.country; author.fax comes back empty" }, &[])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"add_column":{"table":"author","column":{"name":"country","type":"text"},"fill":"'DE'"}}
{"drop_column":{"table":"author","column":{"name":"fax","type":"text","nullable":true}}}
"#;
