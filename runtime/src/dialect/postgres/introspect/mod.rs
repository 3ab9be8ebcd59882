//! Reads a live database.

use super::super::{DatabaseError, Dialect as _, Introspection};
use super::Postgres;
use super::session::PgSession;
use crate::schema::Name;

/// Whether the table is there; without a schema, in the schema that CREATE TABLE would use.
pub(super) async fn has_table(session: &mut PgSession, table: &Name) -> Result<bool, DatabaseError> {
    let schema = table.schema.as_deref().map_or("NULL".to_owned(), |schema| Postgres.quote_literal(schema));
    let sql =
        format!(include_str!("has_table.sql"), name = Postgres.quote_literal(&table.name), schema = schema);
    Ok(!session.rows(&sql).await?.is_empty())
}

/// The columns of a table or the values of an enum.
pub(super) async fn columns(
    session: &mut PgSession,
    name: &str,
) -> Result<Option<Vec<String>>, DatabaseError> {
    let sql = format!(include_str!("columns.sql"), name = Postgres.quote_literal(name));
    let rows = session.rows(&sql).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    // A table without columns is one row of NULL.
    Ok(Some(rows.into_iter().flatten().flatten().collect()))
}

/// Reads the schema.
pub(super) async fn introspect(_session: &mut PgSession) -> Result<Introspection, DatabaseError> {
    unimplemented!()
}
