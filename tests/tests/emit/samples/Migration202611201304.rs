//! blog: no change of the schema
//!
//! Data loss: none.

use strobila::migration::*;

/// What `db:migrate` and `db:rollback` run.
#[rustfmt::skip]
pub const MIGRATION: Migration<'static> = Migration::new("Migration202611201304")
    .after("Migration202611201303")
    .targets(&[Postgres, Mysql, Mariadb, Sqlite])
    .up(&[
        step("the same")
            .sql(&[
                "SELECT 1",
            ]),
        step("inherited")
            .postgres(&[
                "SELECT 2",
            ])
            .mysql(&[
                "SELECT 1",
            ]),
        step("its own")
            .mysql(&[
                "SELECT 1",
            ])
            .mariadb(&[
                "SELECT 2",
            ])
            .sqlite(&[
                "SELECT 1",
            ]),
        step("not on MariaDB")
            .mysql(&[
                "SELECT 1",
            ])
            .mariadb(&[]),
        step("on three")
            .postgres(&[
                "SELECT 1",
            ])
            .mariadb(&[
                "SELECT 1",
            ])
            .sqlite(&[
                "SELECT 1",
            ]),
        step("on one")
            .no_transaction()
            .postgres(&[
                "SELECT 2",
            ]),
    ])
    .down(Down::Exact, &[]);
