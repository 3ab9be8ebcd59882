//! blog: add column `author.phone`

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611211010")
    .after("Migration202611201326")
    .requires(&[("catalog", "Migration202611201330")])
    .targets(&[Postgres, Sqlite])
    .up(&[
        step("add author.phone")
            .postgres(&[
                r#"ALTER TABLE "author" ADD COLUMN "phone" text"#,
            ])
            .sqlite(&[
                r#"ALTER TABLE "author" ADD COLUMN "phone" TEXT"#,
            ]),
    ])
    .down(Down::Exact, &[
        step("drop author.phone")
            .sql(&[
                r#"ALTER TABLE "author" DROP COLUMN "phone""#,
            ]),
    ]);
