//! Lets the server judge whether two expressions are the same.

use super::super::{DatabaseError, DatabaseErrorKind};
use super::lexer::{Kind, significant};
use super::session::MysqlSession;
use super::{backticked, expression, printed};
use crate::Target;
use crate::schema::Name;

/// How many pairs one statement holds; a SELECT can have 4096 columns.
const PAIRS: usize = 200;

/// What an expression is called in the statement, with its number behind it.
const ALIAS: &str = "strobila expression ";

/// The note that holds the statement as the server understood it.
const NOTE: &str = "1003";

/// Whether the server understands both expressions of each pair the same.
pub(super) async fn same_expressions(
    session: &mut MysqlSession,
    table: &Name,
    pairs: &[(String, String)],
) -> Result<Vec<bool>, DatabaseError> {
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
    session: &mut MysqlSession,
    table: &Name,
    pairs: &[(String, String)],
) -> Result<Option<Vec<bool>>, DatabaseError> {
    let mut columns = Vec::with_capacity(2 * pairs.len());
    for text in pairs.iter().flat_map(|(one, two)| [one, two]) {
        // A text that could break out of its parentheses is not asked about.
        let Ok(text) = expression::clean(text, true) else { return Ok(None) };
        let alias = backticked(&format!("{ALIAS}{}", columns.len()));
        columns.push(format!("({text}) AS {alias}"));
    }
    // Plain EXPLAIN has the note on MySQL alone.
    let explain = match session.target() {
        Target::Mysql => "EXPLAIN FORMAT=TRADITIONAL",
        Target::Mariadb | Target::Postgres | Target::Sqlite => "EXPLAIN EXTENDED",
    };
    let table = match &table.schema {
        Some(schema) => format!("{}.{}", backticked(schema), backticked(&table.name)),
        None => backticked(&table.name),
    };
    match session.rows(&format!("{explain}\nSELECT {}\nFROM {table}", columns.join(", "))).await {
        Ok(_plan) => {}
        Err(error) if error.kind == DatabaseErrorKind::Statement => return Ok(None),
        Err(error) => return Err(error),
    }
    let notes = session.rows("SHOW WARNINGS").await?;
    let note = notes.iter().find_map(|row| match row.as_slice() {
        [_, Some(code), Some(text)] if code == NOTE => Some(text),
        _ => None,
    });
    Ok(note.and_then(|text| verdicts(text, pairs.len())))
}

fn verdicts(note: &str, pairs: usize) -> Option<Vec<bool>> {
    let understood = columns(&printed::literals(note))?;
    (understood.len() == 2 * pairs).then(|| understood.chunks(2).map(|pair| pair[0] == pair[1]).collect())
}

/// What the server made of each expression, in the order of the statement.
fn columns(select: &str) -> Option<Vec<String>> {
    let tokens = significant(select).ok()?;
    let mut columns: Vec<String> = Vec::new();
    let mut column = Vec::new();
    let mut rest = tokens.iter().skip_while(|token| !token.is_word("select")).skip(1).peekable();
    while let Some(token) = rest.next() {
        let alias = format!("`{ALIAS}{}`", columns.len());
        let is_end = token.is_word("AS")
            && rest.peek().is_some_and(|next| next.kind == Kind::Quoted && next.text == alias);
        if is_end {
            columns.push(std::mem::take(&mut column).join(" "));
            rest.next();
            // The comma, or FROM.
            rest.next();
        } else {
            column.push(token.text);
        }
    }
    Some(columns)
}

#[cfg(test)]
mod tests {
    use super::verdicts;

    #[test]
    fn each_pair_is_compared_by_itself() {
        let note = "/* select#1 */ select `d`.`t`.`a` > 0 AS `strobila expression 0`,\
                    `d`.`t`.`a` > 0 AS `strobila expression 1`,\
                    'x\\' AS `strobila expression 2`' AS `strobila expression 2`,\
                    'x' AS `strobila expression 3` from `d`.`t`";
        assert_eq!(verdicts(note, 2), Some(vec![true, false]));
        assert_eq!(verdicts(note, 3), None);
    }
}
