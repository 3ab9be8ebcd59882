//! The migrator, live: on SQLite files and in memory, and on servers of PostgreSQL and MariaDB.

#[path = "migrator/mariadb.rs"]
mod mariadb;
#[path = "migrator/offending.rs"]
mod offending;
#[path = "migrator/refusals.rs"]
mod refusals;
#[path = "migrator/rollback.rs"]
mod rollback;
#[path = "migrator/running.rs"]
mod running;
#[path = "migrator/server.rs"]
mod server;
#[path = "migrator/states.rs"]
mod states;
#[path = "migrator/stopped.rs"]
mod stopped;
#[path = "migrator/stopping.rs"]
mod stopping;
#[path = "migrator/support.rs"]
mod support;
#[path = "migrator/truth.rs"]
mod truth;
