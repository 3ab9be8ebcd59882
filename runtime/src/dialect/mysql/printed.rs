//! What a server prints of expressions and types, in the form in which our sessions write them.
//!
//! Both servers escape with backslashes in what they print, whatever the session's `sql_mode` says. MySQL
//! escapes its catalogue's texts once more, and puts a character set before each text.

use super::lexer::{Kind, tokens};
use crate::Target;

/// An expression of the catalogue.
pub(super) fn expression(text: &str, target: Target) -> String {
    match target {
        Target::Mysql => without_introducers(&literals(&unescaped(text))),
        Target::Mariadb | Target::Postgres | Target::Sqlite => literals(text),
    }
}

/// A text with its literals in our form: quotes doubled, every other character as it is.
pub(super) fn literals(text: &str) -> String {
    let mut ours = String::with_capacity(text.len());
    let mut quote = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some('\''), '\\') => match chars.next() {
                Some('\'') => ours.push_str("''"),
                Some(c) => ours.push(meant(c)),
                None => ours.push('\\'),
            },
            // A doubled quote ends one text and begins the next: that comes to the same.
            (Some(open), c) if c == open => {
                quote = None;
                ours.push(c);
            }
            (None, '\'' | '`') => {
                quote = Some(c);
                ours.push(c);
            }
            _ => ours.push(c),
        }
    }
    ours
}

/// A text without the backslashes that escape it as a whole.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next().map(meant)),
            c => plain.push(c),
        }
    }
    plain
}

/// The character that stands behind a backslash.
fn meant(c: char) -> char {
    match c {
        '0' => '\0',
        'b' => '\u{8}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'Z' => '\u{1a}',
        c => c,
    }
}

/// The expression without the words that name the character set of all our texts.
fn without_introducers(text: &str) -> String {
    let Ok(tokens) = tokens(text) else { return text.to_owned() };
    let is_introducer = |at: usize| {
        tokens[at].is_word("_utf8mb4") && tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Text)
    };
    (0..tokens.len()).filter(|at| !is_introducer(*at)).map(|at| tokens[at].text).collect()
}

#[cfg(test)]
mod tests {
    use super::expression;
    use crate::Target::{Mariadb, Mysql};

    #[test]
    fn what_mariadb_prints_is_what_was_written() {
        for (printed, ours) in [
            (r"`s` in ('it\'s','b\\c','nl\nx')", "`s` in ('it''s','b\\c','nl\nx')"),
            ("'it''s'", "'it''s'"),
            (r"`a\b` = '`\''", r"`a\b` = '`'''"),
            ("enum('a','it''s','b\\\\c')", "enum('a','it''s','b\\c')"),
        ] {
            assert_eq!(expression(printed, Mariadb), ours);
        }
    }

    #[test]
    fn what_mysql_prints_is_what_was_written() {
        for (printed, ours) in [
            (r"(`s` in (_utf8mb4\'a\',_utf8mb4\'it\\\'s\'))", "(`s` in ('a','it''s'))"),
            (r"concat(`_utf8mb4`,_utf8mb4\'b\\\\c\')", r"concat(`_utf8mb4`,'b\c')"),
        ] {
            assert_eq!(expression(printed, Mysql), ours);
        }
    }
}
