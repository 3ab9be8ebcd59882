//! blog: create table `author`
//!
//! A baseline: on mysql the module begins here, and what came before does nothing. Elsewhere this one does nothing.
//!
//! ```text
//! + table author
//! ```
//!
//! Data loss: down: the rows of table author.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201305")
    .after("Migration202611201304")
    .targets(&[Mysql, Mariadb, Sqlite])
    .baseline(&[Mysql], BASELINE)
    .up(&[
        step("create table author")
            .mysql(&[
                "CREATE TABLE author (id int)",
            ])
            .mariadb(&[]),
    ])
    .down(Down::Lossy { loses: "the rows of table author" }, &[
        step("drop table author")
            .mysql(&[
                "DROP TABLE author",
            ])
            .mariadb(&[]),
    ]);

const BASELINE: &str = r#"
{"create_table":{"table":{"name":"author","columns":[]}}}
"#;
