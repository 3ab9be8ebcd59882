//! catalog: create table `product`

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201330")
    .targets(&[Postgres, Sqlite])
    .up(&[
        step("create table product")
            .sql(&[
                r#"CREATE TABLE "product" ("id" integer NOT NULL)"#,
            ]),
    ])
    .down(Down::Exact, &[
        step("drop table product")
            .sql(&[
                r#"DROP TABLE "product""#,
            ]),
    ]);
