//! swap: create table `swap`

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201326")
    .targets(&[Sqlite])
    .down(Down::Lossy { loses: "the rows of table swap" }, &[])
    .operations(r#"
{"create_table":{"table":{"name":"swap","columns":[{"name":"id","type":"bigint","identity":{}},{"name":"left","type":"text"},{"name":"right","type":"text"}],"primary_key":{"name":"swap_pkey","columns":["id"]}}}}
"#);
