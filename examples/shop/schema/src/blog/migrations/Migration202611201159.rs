//! blog: move table `subscriber` to module `customer`
//!
//! ```text
//! > table subscriber moves to module customer
//! ```
//!
//! Data loss: none.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201159")
    .after("Migration202611201158")
    .targets(&[Postgres, Mariadb, Sqlite])
    .up(&[])
    .down(Down::Exact, &[])
    .operations(OPERATIONS);

const OPERATIONS: &str = r#"
{"release_table":{"table":{"name":"subscriber","columns":[{"name":"email","type":"string(255)"},{"name":"is_confirmed","type":"boolean","default":false},{"name":"subscribed_at","type":"timestamp","default":{"sql":"now()"}}],"primary_key":{"name":"subscriber_pkey","columns":["email"]},"comment":"A reader who wants letters."},"to":"customer"}}
"#;
