//! pair: create table `pair`

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201326")
    .targets(&[Sqlite])
    .down(Down::Lossy { loses: "the rows of table pair" }, &[])
    .operations(r#"
{"create_enum":{"item":{"name":"state","values":["on","off"]}}}
{"create_table":{"table":{"name":"pair","columns":[{"name":"id","type":"bigint","identity":{}},{"name":"left","type":"text"},{"name":"right","type":"text"},{"name":"state","type":{"enum":"state"}}],"primary_key":{"name":"pair_pkey","columns":["id"]}}}}
"#);
