//! MariaDB, live: sessions, what is read back, every type with its Rust type, and two databases side by side.

#[path = "mysql_live/introspection.rs"]
mod introspection;
#[path = "mysql_live/pairs.rs"]
mod pairs;
#[path = "mysql_live/rendered.rs"]
mod rendered;
#[path = "mysql_live/server.rs"]
mod server;
#[path = "mysql_live/session.rs"]
mod session;
#[path = "mysql_live/values.rs"]
mod values;
