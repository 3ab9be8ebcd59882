//! Indexes built while others write: what a build that did not end leaves behind is taken away, and one that
//! ended is made sure of.

use super::super::{DatabaseError, DatabaseErrorKind, Dialect as _};
use super::Postgres;
use super::index_statement::{Concurrent, concurrent};
use super::session::PgSession;

/// What is known of an index.
struct Found {
    /// With its schema, quoted.
    name: String,
    is_valid: bool,
    /// The process that builds it now.
    builder: Option<String>,
}

/// Drops the invalid index of the name that the statement is to make. An invalid one is kept up to date by
/// every write and used by no query; `IF NOT EXISTS` would take it for the one that is wanted.
pub(super) async fn clear_remains(
    session: &mut PgSession,
    statement: &str,
) -> Result<Option<String>, DatabaseError> {
    let Some(index) = concurrent(statement) else { return Ok(None) };
    let Some(found) = find(session, &index).await?.filter(|found| !found.is_valid) else { return Ok(None) };
    if let Some(process) = found.builder {
        let message = format!("the server's process {process} is building the index {} just now", found.name);
        return Err(DatabaseError::new(DatabaseErrorKind::Locked, message)
            .with_help(format!("wait for it, or end it: SELECT pg_terminate_backend({process})")));
    }
    session.run(&format!("DROP INDEX CONCURRENTLY {}", found.name)).await?;
    Ok(Some(format!("the invalid index {}, which an earlier attempt left", found.name)))
}

/// Fails when the index that the statement made is not there, or is not valid.
pub(super) async fn check_made(session: &mut PgSession, statement: &str) -> Result<(), DatabaseError> {
    let Some(index) = concurrent(statement) else { return Ok(()) };
    let what = match find(session, &index).await? {
        Some(found) if found.is_valid => return Ok(()),
        Some(_) => "is not valid",
        None => "is not there",
    };
    let message = format!("the index {} {what} after the statement that makes it", index.name);
    Err(DatabaseError::new(DatabaseErrorKind::Statement, message)
        .with_help("run again: it is dropped and built anew"))
}

async fn find(session: &mut PgSession, index: &Concurrent) -> Result<Option<Found>, DatabaseError> {
    let sql = include_str!("index_found.sql")
        .replace("$name", &Postgres.quote_literal(&index.name))
        .replace("$table", &Postgres.quote_literal(&index.table));
    let Some(row) = session.rows(&sql).await?.into_iter().next() else { return Ok(None) };
    let [Some(name), valid, builder] = &row[..] else { return Ok(None) };
    Ok(Some(Found { name: name.clone(), is_valid: valid.as_deref() == Some("t"), builder: builder.clone() }))
}
