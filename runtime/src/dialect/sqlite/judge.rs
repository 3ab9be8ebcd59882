//! Asks SQLite whether two expressions are the same.

use super::Sqlite;
use super::lexer::Kind;
use super::session::SqliteSession;
use crate::dialect::{DatabaseError, Dialect};
use crate::schema::Name;

/// Judges pairs of expressions by the program that SQLite compiles each to; nothing is run.
pub(super) async fn same_expressions(
    session: &mut SqliteSession,
    table: &Name,
    pairs: &[(String, String)],
) -> Result<Vec<bool>, DatabaseError> {
    let mut same = Vec::with_capacity(pairs.len());
    for (one, other) in pairs {
        // EXPLAIN shows bytes up to the first NUL only.
        if blobs(one) != blobs(other) {
            same.push(false);
            continue;
        }
        let (one, other) = (program(session, table, one).await, program(session, table, other).await);
        same.push(matches!((one, other), (Some(one), Some(other)) if one == other));
    }
    Ok(same)
}

fn blobs(sql: &str) -> Vec<String> {
    let tokens = super::lexer::tokens(sql).into_iter();
    tokens.filter(|token| token.kind == Kind::Blob).map(|token| token.text.to_ascii_lowercase()).collect()
}

/// The opcodes of the expression over the table; none when SQLite refuses it.
async fn program(session: &mut SqliteSession, table: &Name, sql: &str) -> Option<Vec<Vec<Option<String>>>> {
    let sql = format!("EXPLAIN SELECT ({sql}\n) FROM {}", Sqlite.quote(&table.name));
    // An expression with a second statement in it would be run.
    super::lexer::check(&sql).ok()?;
    session.rows(&sql).await.ok()
}
