//! MariaDB, live: sessions, what is read back, and every type with its Rust type.

#[path = "mysql_live/introspection.rs"]
mod introspection;
#[path = "mysql_live/server.rs"]
mod server;
#[path = "mysql_live/session.rs"]
mod session;
#[path = "mysql_live/values.rs"]
mod values;
