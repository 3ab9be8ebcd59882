//! blog: create table `author`

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201326")
    .targets(&[Postgres, Sqlite])
    .up(&[
        step("create table author")
            .sql(&[
                r#"CREATE TABLE "author" ("id" integer NOT NULL, "email" text NOT NULL, "fax" text)"#,
            ]),
        step("index author.email")
            .sql(&[
                r#"CREATE INDEX "author_email_idx" ON "author" ("email")"#,
            ]),
    ])
    .down(Down::Lossy { loses: "the rows of author" }, &[
        step("drop table author")
            .sql(&[
                r#"DROP TABLE "author""#,
            ]),
    ]);
