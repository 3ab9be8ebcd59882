//! SQLite for real: files in a temporary directory, the bundled library.

#[path = "sqlite_live/foreign.rs"]
mod foreign;
#[path = "sqlite_live/session.rs"]
mod session;
#[path = "sqlite_live/values.rs"]
mod values;
#[path = "sqlite_live/ways.rs"]
mod ways;
