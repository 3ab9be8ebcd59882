//! blog: backfill the \[slugs\] of \<Post\>
//!
//! Data loss: there is no way down: it is Rust.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201302")
    .after("Migration202611201301")
    .targets(&[Postgres, Sqlite])
    .up(&[])
    .down(Down::Irreversible { because: "it is Rust" }, &[]);
