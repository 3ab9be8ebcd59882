//! What a statement of a migration may be.

use super::{Kind, Token, tokens};
use crate::dialect::script::{self, FileProblem, FileStatement, Part};

/// Statements that would end the transaction of a migration, or leave it.
const TRANSACTION: [&str; 6] = ["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"];

/// Pragmas that change nothing but what stands in the file, or only look.
const PRAGMAS: [&str; 6] =
    ["application_id", "foreign_key_check", "integrity_check", "optimize", "quick_check", "user_version"];

/// Checks one statement of a migration; see [`Dialect::check_statement`](crate::dialect::Dialect).
///
/// # Errors
/// What is wrong with it, in a sentence.
pub(in super::super) fn check(sql: &str) -> Result<(), String> {
    if let Some(at) = sql.find('\0') {
        return Err(format!("a NUL stands at byte {at}: SQLite would stop reading there"));
    }
    let tokens = tokens(sql);
    let Some(first) = tokens.first() else {
        return Err("there is no statement".to_owned());
    };
    if let Some(open) = tokens.last().filter(|token| token.kind == Kind::Unterminated) {
        return Err(format!("the quote {} at byte {} is never closed", &open.text[..1], open.start));
    }
    if let Some(next) = tokens[end(&tokens)..].iter().find(|token| !token.is(';')) {
        return Err(format!(
            "a second statement begins with `{}` at byte {}: put each statement in a string of its own",
            next.text, next.start
        ));
    }
    if let Some(word) = TRANSACTION.iter().find(|word| first.is_word(word)) {
        return Err(format!("{word} is the migrator's own: a migration runs inside its transaction"));
    }
    if let Some(word) = ["ATTACH", "DETACH"].iter().find(|word| first.is_word(word)) {
        return Err(format!("{word} changes the connection, not the database"));
    }
    if first.is_word("VACUUM") {
        return Err("VACUUM cannot run in a transaction: run it by hand".to_owned());
    }
    if first.is_word("PRAGMA") {
        return check_pragma(&tokens);
    }
    Ok(())
}

/// See [`Dialect::statements`](crate::dialect::Dialect::statements). What `.dump` writes is understood.
///
/// # Errors
/// ATTACH and the like, with its line.
pub(in super::super) fn of_file(file: &str) -> Result<Vec<FileStatement>, FileProblem> {
    let tokens = tokens(file);
    script::cut(
        file,
        &tokens,
        |token| token.text,
        end,
        |statement, sql| {
            let sets_up = ["BEGIN", "COMMIT", "END", "PRAGMA"];
            let first = statement.first();
            match first.is_some_and(|first| sets_up.iter().any(|word| first.is_word(word))) {
                true => Ok(Part::LeaveOut),
                false => check(sql).map(|()| Part::Run),
            }
        },
    )
}

fn check_pragma(tokens: &[Token<'_>]) -> Result<(), String> {
    let dotted = tokens.get(2).is_some_and(|token| token.is('.'));
    let name = tokens.get(if dotted { 3 } else { 1 }).and_then(Token::name).unwrap_or_default();
    if PRAGMAS.iter().any(|allowed| allowed.eq_ignore_ascii_case(&name)) {
        return Ok(());
    }
    Err(format!("PRAGMA {name} changes the connection or how the file is read; a migration must not"))
}

/// How many tokens the first statement has, its semicolon not counted.
fn end(tokens: &[Token<'_>]) -> usize {
    let is_semicolon = |token: &Token<'_>| token.is(';');
    if subject_of(tokens).is_none_or(|subject| subject.verb != Verb::Create || subject.kind != "trigger") {
        return tokens.iter().position(is_semicolon).unwrap_or(tokens.len());
    }
    // As SQLite's own shell does it: a trigger ends at the END that follows a semicolon; that of
    // CASE … END never does.
    let last = tokens.windows(2).position(|pair| is_semicolon(&pair[0]) && pair[1].is_word("END"));
    last.map_or(tokens.len(), |at| at + 2)
}

/// Whether a statement makes something or takes it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Verb {
    /// `CREATE …`
    Create,
    /// `DROP …`
    Drop,
}

/// What a statement makes or takes away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Subject {
    pub(in super::super) verb: Verb,
    /// `table`, `index`, `trigger`, `view`.
    pub(in super::super) kind: String,
    pub(in super::super) name: String,
}

/// What a CREATE or DROP statement is about; none for any other statement.
#[cfg(feature = "sqlite")]
pub(in super::super) fn subject(sql: &str) -> Option<Subject> {
    subject_of(&tokens(sql))
}

fn subject_of(tokens: &[Token<'_>]) -> Option<Subject> {
    let mut rest = tokens.iter().peekable();
    let first = rest.next()?;
    let verb = match () {
        () if first.is_word("CREATE") => Verb::Create,
        () if first.is_word("DROP") => Verb::Drop,
        () => return None,
    };
    let kind =
        rest.find(|token| !["TEMP", "TEMPORARY", "UNIQUE", "VIRTUAL"].iter().any(|w| token.is_word(w)))?;
    while rest.next_if(|token| ["IF", "NOT", "EXISTS"].iter().any(|word| token.is_word(word))).is_some() {}
    let mut name = rest.next()?.name()?;
    if rest.next_if(|token| token.is('.')).is_some() {
        name = rest.next()?.name()?;
    }
    Some(Subject { verb, kind: kind.text.to_ascii_lowercase(), name: name.into_owned() })
}
