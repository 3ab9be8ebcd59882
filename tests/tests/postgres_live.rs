//! PostgreSQL, live: session, normal form, SQL, introspection and judge against a real server.

#[path = "postgres_live/cases.rs"]
mod cases;
#[path = "postgres_live/computed.rs"]
mod computed;
#[path = "postgres_live/conversions.rs"]
mod conversions;
#[path = "postgres_live/domains.rs"]
mod domains;
#[path = "postgres_live/everything.rs"]
mod everything;
#[path = "postgres_live/introspection.rs"]
mod introspection;
#[path = "postgres_live/operations.rs"]
mod operations;
#[path = "postgres_live/proofs.rs"]
mod proofs;
#[path = "postgres_live/round_trip.rs"]
mod round_trip;
#[path = "postgres_live/server.rs"]
mod server;
#[path = "postgres_live/session.rs"]
mod session;
