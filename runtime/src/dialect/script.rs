//! Texts of SQL: that a migration's is one statement, the statements of a file and which of them make a schema.

use super::token::{Kinds, Token, begins};

/// One statement of a file of SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileStatement {
    /// Its text.
    pub sql: String,
    /// The line it begins on, from 1.
    pub line: usize,
}

/// A statement of a file that must not run on a scratch database, or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct FileProblem {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// What is done with a statement of a file.
pub(super) enum Part {
    /// It makes a schema.
    Run,
    /// It sets up a session, or says who may do what: no part of a schema.
    LeaveOut,
}

/// The one statement among the tokens of a text. `end` says where the `;` stands that ends the first.
///
/// # Errors
/// There is none, or more than one.
pub(super) fn only<'t, 'a, Kind: Kinds>(
    tokens: &'t [Token<'a, Kind>],
    end: impl Fn(&[Token<'a, Kind>]) -> Option<usize>,
) -> Result<&'t [Token<'a, Kind>], String> {
    let statement = match end(tokens) {
        None => tokens,
        Some(end) if tokens[end + 1..].iter().all(|token| token.is(';')) => &tokens[..end],
        Some(_) => return Err("it holds more than one statement: give each a string of its own".to_owned()),
    };
    match statement.is_empty() {
        true => Err("it holds no statement".to_owned()),
        false => Ok(statement),
    }
}

/// Checks that a statement begins with none of `control`, which begin or end transactions.
///
/// # Errors
/// The words that do.
pub(super) fn leaves_transaction_alone<Kind: Kinds>(
    statement: &[Token<'_, Kind>],
    control: &[&[&str]],
) -> Result<(), String> {
    match control.iter().find(|words| begins(statement, words)) {
        Some(words) => {
            Err(format!("it holds {}: the migrator begins and ends transactions itself", words.join(" ")))
        }
        None => Ok(()),
    }
}

/// The statements of `file`, whose tokens are slices of it. `end` says how many tokens the first
/// statement has, `judge` what a statement is for.
pub(super) fn cut<T>(
    file: &str,
    tokens: &[T],
    text: impl Fn(&T) -> &str,
    end: impl Fn(&[T]) -> usize,
    judge: impl Fn(&[T], &str) -> Result<Part, String>,
) -> Result<Vec<FileStatement>, FileProblem> {
    let place = |token: &T| text(token).as_ptr() as usize - file.as_ptr() as usize;
    let mut found = Vec::new();
    let (mut line, mut counted) = (1, 0);
    let mut rest = tokens;
    while !rest.is_empty() {
        let (statement, tail) = rest.split_at(end(rest).min(rest.len()));
        rest = tail.get(1..).unwrap_or_default();
        let (Some(first), Some(last)) = (statement.first(), statement.last()) else { continue };
        let (start, stop) = (place(first), place(last) + text(last).len());
        line += file[counted..start].matches('\n').count();
        counted = start;
        let sql = &file[start..stop];
        match judge(statement, sql).map_err(|message| FileProblem { line, message })? {
            Part::Run => found.push(FileStatement { sql: sql.to_owned(), line }),
            Part::LeaveOut => {}
        }
    }
    Ok(found)
}
