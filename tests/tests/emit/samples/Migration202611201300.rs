//! blog: create table `author`
//!
//! ```text
//! + table author
//!     + id   uuid  NOT NULL
//!     + fax  text
//! ```
//!
//! Data loss: none.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201300")
    .targets(&[Sqlite])
    .up(&[
        step("create table author")
            .sqlite(&[
                r#"CREATE TABLE "author" (
    "id" BLOB NOT NULL PRIMARY KEY,
    "fax" TEXT
)"#,
            ]),
    ])
    .down(Down::Exact, &[
        step("drop table author")
            .sqlite(&[
                r#"DROP TABLE "author""#,
            ]),
    ])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"create_table":{"table":{"name":"author","columns":[{"name":"id","type":"uuid"},{"name":"fax","type":"text","nullable":true}]}}}
"#;
