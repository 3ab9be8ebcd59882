//! Lets the server judge whether two expressions are the same.

use super::super::{DatabaseError, DatabaseErrorKind, Row};
use super::expression;
use super::session::PgSession;
use super::types::qualified;
use crate::schema::Name;

/// How many pairs one statement holds; a SELECT can have 1664 columns.
const PAIRS: usize = 400;

/// Whether the server plans both expressions of each pair the same.
pub(super) async fn same_expressions(
    session: &mut PgSession,
    table: &Name,
    pairs: &[(String, String)],
) -> Result<Vec<bool>, DatabaseError> {
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let mut verdicts = Vec::with_capacity(pairs.len());
    for chunk in pairs.chunks(PAIRS) {
        match judge(session, table, chunk).await? {
            Some(judged) => verdicts.extend(judged),
            // One that the server refuses says nothing about the others.
            None => {
                for pair in chunk {
                    let judged = judge(session, table, std::slice::from_ref(pair)).await?;
                    verdicts.push(judged.is_some_and(|judged| judged == [true]));
                }
            }
        }
    }
    Ok(verdicts)
}

/// A verdict for each pair; none when the server refuses the statement.
async fn judge(
    session: &mut PgSession,
    table: &Name,
    pairs: &[(String, String)],
) -> Result<Option<Vec<bool>>, DatabaseError> {
    let mut columns = Vec::with_capacity(2 * pairs.len());
    for (one, two) in pairs {
        // A text that could break out of its parentheses is not asked about.
        let (Ok(one), Ok(two)) = (expression::clean(one), expression::clean(two)) else { return Ok(None) };
        columns.push(format!("({one})"));
        columns.push(format!("({two})"));
    }
    let sql = format!(
        "EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON)\nSELECT {}\nFROM ONLY {}",
        columns.join(", "),
        qualified(table)
    );
    session.begin_reading().await?;
    let explained = session.rows(&sql).await;
    session.end_reading().await?;
    match explained {
        Ok(rows) => Ok(verdicts(&rows, pairs.len())),
        Err(error) if error.kind == DatabaseErrorKind::Statement => Ok(None),
        Err(error) => Err(error),
    }
}

fn verdicts(rows: &[Row], pairs: usize) -> Option<Vec<bool>> {
    let text = rows.first()?.first()?.as_deref()?;
    let plan: serde_json::Value = serde_json::from_str(text).ok()?;
    let output = plan.get(0)?.get("Plan")?.get("Output")?.as_array()?;
    (output.len() == 2 * pairs).then(|| output.chunks(2).map(|pair| pair[0] == pair[1]).collect())
}
