//! Expressions that a person or the server wrote: made safe to stand inside a statement of ours.

use super::lexer::{Kind, Token, significant, tokens};
use super::{backticked, literal};
use crate::Target;
use crate::schema::Sql;

/// The text of an expression for a target, fit to stand inside a statement: see [`clean`].
///
/// A text for every target is standard SQL, in which double quotes hold a name and `||` joins texts. One
/// that is given for MySQL or MariaDB is theirs, in which double quotes hold a text and `||` is OR.
///
/// # Errors
/// Why it cannot stand inside another statement, or that there is none for the target.
pub(super) fn given(sql: &Sql, target: Target) -> Result<String, String> {
    match sql {
        Sql::Same(text) => clean(text, true),
        Sql::PerTarget(_) => match sql.get(target) {
            Some(text) => clean(text, false),
            None => Err(format!("a text form is missing for {target}")),
        },
    }
}

/// The expression without comments, without parentheses around all of it, and with nothing in it that
/// hangs on the session's `sql_mode`: neither double quotes nor `||`.
///
/// # Errors
/// Why it cannot stand inside another statement.
pub(super) fn clean(text: &str, is_portable: bool) -> Result<String, String> {
    let tokens = tokens(text)?;
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = tokens.iter().peekable();
    while let Some(token) = rest.next() {
        match token.kind {
            Kind::Comment => cleaned.push(' '),
            Kind::Double => {
                let value = token.value().unwrap_or_default();
                cleaned.push_str(&if is_portable { backticked(&value) } else { literal(&value) });
            }
            Kind::Symbol if token.is('|') && rest.peek().is_some_and(|next| next.is('|')) => {
                if is_portable {
                    return Err("`||` means OR here: give a text for mysql too, with concat(…)".to_owned());
                }
                rest.next();
                cleaned.push_str(" OR ");
            }
            _ => cleaned.push_str(token.text),
        }
    }
    let cleaned = without_parentheses(cleaned.trim())?;
    if cleaned.is_empty() { Err("it is empty".to_owned()) } else { Ok(cleaned.to_owned()) }
}

/// An expression in normal form as it stands in a statement: a name that a rename has put into double
/// quotes gets backticks.
pub(super) fn sql(expression: &Sql) -> String {
    let text = expression.any();
    clean(text, true).unwrap_or_else(|_| text.to_owned())
}

fn without_parentheses(text: &str) -> Result<&str, String> {
    let tokens = significant(text)?;
    let mut open = Vec::new();
    let mut wraps_all = false;
    for (at, token) in tokens.iter().enumerate() {
        if token.is('(') {
            open.push(at);
        } else if token.is(')') {
            let start = open.pop().ok_or("a parenthesis closes that was not opened")?;
            wraps_all = start == 0 && at + 1 == tokens.len();
        } else if token.is(';') {
            return Err("a `;` ends it".to_owned());
        } else if token.is(',') && open.is_empty() {
            return Err("a `,` ends it".to_owned());
        }
    }
    if !open.is_empty() {
        return Err("a parenthesis does not close".to_owned());
    }
    match text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        // A query is an expression only in its parentheses; so is a row.
        Some(inner) if wraps_all && !begins_query(&tokens) => match without_parentheses(inner.trim()) {
            Ok(inner) => Ok(inner),
            Err(_) => Ok(text),
        },
        _ => Ok(text),
    }
}

fn begins_query(tokens: &[Token<'_>]) -> bool {
    tokens
        .get(1)
        .is_some_and(|token| ["SELECT", "WITH", "VALUES", "TABLE"].iter().any(|word| token.is_word(word)))
}

/// Whether the expression names the identifier, bare or quoted. Case does not count for columns here.
pub(super) fn mentions(expression: &str, identifier: &str) -> bool {
    let identifier = identifier.to_lowercase();
    let is_it = |token: &Token<'_>| token.identifier().is_some_and(|name| name.to_lowercase() == identifier);
    significant(expression).is_ok_and(|tokens| tokens.iter().any(is_it))
}

/// The words of a call without arguments, in lower case and without spaces: `now()`.
pub(super) fn bare_call(text: &str) -> Option<String> {
    let tokens = significant(text).ok()?;
    match tokens.as_slice() {
        [name, open, close] if name.kind == Kind::Word && open.is('(') && close.is(')') => {
            Some(format!("{}()", name.text.to_ascii_lowercase()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{bare_call, clean, mentions};

    #[test]
    fn comments_and_outer_parentheses_go() {
        for (text, cleaned) in [
            ("(a > 0)", "a > 0"),
            ("((a)) -- why", "a"),
            ("(a) > (b)", "(a) > (b)"),
            ("((select a))", "(select a)"),
            ("a /* (; */ > ')'", "a   > ')'"),
            ("(a, b) = (1, 2)", "(a, b) = (1, 2)"),
        ] {
            assert_eq!(clean(text, true).as_deref(), Ok(cleaned));
        }
    }

    #[test]
    fn nothing_hangs_on_the_mode_of_the_session() {
        assert_eq!(clean("\"a`b\" <> 'x'", true).as_deref(), Ok("`a``b` <> 'x'"));
        assert_eq!(clean("a = \"it's\" || b", false).as_deref(), Ok("a = 'it''s'  OR  b"));
        clean("a || b", true).unwrap_err();
    }

    #[test]
    fn what_would_break_out_is_refused() {
        for text in ["", " -- x", "a) OR (b", "(a", "a; DROP TABLE b", "'a", "a, b", "a\0", "a /*! ) */"] {
            clean(text, true).expect_err(text);
        }
    }

    #[test]
    fn a_name_is_found_bare_or_quoted_but_not_in_a_text() {
        assert!(mentions("Lower(Name) > ''", "name") && mentions("`Na``me` > ''", "na`ME"));
        assert!(!mentions("'name' <> full_name", "name"));
        assert_eq!(bare_call(" NOW ( ) ").as_deref(), Some("now()"));
        assert_eq!(bare_call("now(6)"), None);
    }
}
