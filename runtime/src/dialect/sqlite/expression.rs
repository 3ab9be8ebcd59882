//! Pieces of SQL that a person or a server wrote: trimmed, and read as values where they are values.

use super::Sqlite;
use super::lexer::{self, Kind, Token};
use crate::dialect::Dialect;
use crate::schema::{DefaultValue, Type};

/// The text of one expression, without what stands before its first token and after its last: a comment
/// at its end would swallow what follows it.
///
/// # Errors
/// Why it is not one expression.
pub(super) fn trimmed(text: &str) -> Result<&str, &'static str> {
    if text.contains('\0') {
        return Err("a NUL in it");
    }
    let tokens = lexer::tokens(text);
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return Err("nothing in it");
    };
    if last.kind == Kind::Unterminated {
        return Err("a quote that is never closed");
    }
    let mut depth = 0_usize;
    for token in &tokens {
        if token.is('(') {
            depth += 1;
        } else if token.is(')') {
            depth = depth.checked_sub(1).ok_or("a parenthesis that is never opened")?;
        } else if depth == 0 && (token.is(';') || token.is(',')) {
            return Err("more than one expression in it");
        }
    }
    if depth > 0 {
        return Err("a parenthesis that is never closed");
    }
    Ok(&text[first.start..last.end()])
}

/// The expression with the columns of `table` named alone. A table is rebuilt under another name, where
/// SQLite would find no column of the old one.
pub(super) fn unqualified(text: &str, table: &str) -> String {
    let tokens = lexer::tokens(text);
    let mut plain = String::with_capacity(text.len());
    let mut done = 0;
    for (at, token) in tokens.iter().enumerate() {
        let is_name = |token: &Token<'_>| matches!(token.kind, Kind::Word | Kind::Quoted);
        let is_table = is_name(token) && token.name().is_some_and(|name| name.eq_ignore_ascii_case(table));
        let is_first = at == 0 || !tokens[at - 1].is('.');
        if let [dot, column, ..] = &tokens[at + 1..]
            && is_table
            && is_first
            && dot.is('.')
            && is_name(column)
        {
            plain.push_str(&text[done..token.start]);
            done = column.start;
        }
    }
    plain.push_str(&text[done..]);
    plain
}

/// The expression without parentheses around all of it.
pub(super) fn bare(text: &str) -> &str {
    let tokens = lexer::tokens(text);
    let [first, .., last] = &tokens[..] else {
        return text;
    };
    if !first.is('(') || closing(&tokens) != Some(tokens.len() - 1) {
        return text;
    }
    match trimmed(&text[first.end()..last.start]) {
        Ok(inner) => bare(inner),
        Err(_) => text,
    }
}

/// Which token closes the parenthesis that the first one opens.
pub(super) fn closing(tokens: &[Token<'_>]) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        if token.is('(') {
            depth += 1;
        } else if token.is(')') {
            depth = depth.checked_sub(1)?;
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The name that the expression is, when it is nothing but a name.
pub(super) fn as_name(text: &str) -> Option<String> {
    match &lexer::tokens(text)[..] {
        [only] if matches!(only.kind, Kind::Word | Kind::Quoted) => only.name().map(|name| name.into_owned()),
        _ => None,
    }
}

/// The default that an SQL text stands for, in a column of that (kept) type; none when it is NULL.
pub(super) fn read_default(text: &str, ty: &Type) -> Option<DefaultValue> {
    let text = bare(text);
    let tokens = lexer::tokens(text);
    let value = match &tokens[..] {
        [only] if only.is_word("NULL") => return None,
        [only] if only.is_word("TRUE") => Some(DefaultValue::Boolean(true)),
        [only] if only.is_word("FALSE") => Some(DefaultValue::Boolean(false)),
        [only] if only.kind == Kind::Number => Some(number(only.text)),
        [sign, only] if sign.is('-') && only.kind == Kind::Number => Some(number(&format!("-{}", only.text))),
        // SQLite takes a default in double quotes as a text.
        [only] if matches!(only.kind, Kind::Text | Kind::Quoted) => {
            only.name().map(|text| DefaultValue::Text(text.into_owned()))
        }
        _ => None,
    };
    Some(match value {
        Some(value) => fitted(value, ty),
        None => DefaultValue::sql(text),
    })
}

fn number(text: &str) -> DefaultValue {
    match text.parse() {
        Ok(number) => DefaultValue::Integer(number),
        Err(_) => DefaultValue::Number { number: text.to_owned() },
    }
}

/// The value as a column of that (kept) type holds it.
pub(super) fn fitted(value: DefaultValue, ty: &Type) -> DefaultValue {
    match (ty, value) {
        (Type::Boolean, DefaultValue::Integer(number @ (0 | 1))) => DefaultValue::Boolean(number == 1),
        (Type::Boolean, value) => value,
        (Type::Text, DefaultValue::Boolean(value)) => DefaultValue::Text(value.to_string()),
        (Type::Text, DefaultValue::Integer(number)) => DefaultValue::Text(number.to_string()),
        (Type::Text, DefaultValue::Number { number }) => DefaultValue::Text(number),
        (_, DefaultValue::Boolean(value)) => DefaultValue::Integer(value.into()),
        (_, DefaultValue::Number { number }) => self::number(&number),
        (Type::Blob, DefaultValue::Text(text)) => DefaultValue::sql(blob(text.as_bytes())),
        (_, value) => value,
    }
}

/// Bytes as a literal.
pub(super) fn blob(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("x'{digits}'")
}

/// A default as it stands after the word DEFAULT.
pub(super) fn default_sql(value: &DefaultValue) -> String {
    match value {
        DefaultValue::Boolean(value) => u8::from(*value).to_string(),
        DefaultValue::Integer(number) => number.to_string(),
        DefaultValue::Text(text) => Sqlite.quote_literal(text),
        DefaultValue::Number { number } => number.clone(),
        DefaultValue::Sql { sql } if is_constant(value) => sql.any().to_owned(),
        DefaultValue::Sql { sql } => format!("({})", sql.any()),
    }
}

/// Whether SQLite takes it as the default of a column that is added to a table with rows.
pub(super) fn is_constant(value: &DefaultValue) -> bool {
    match value {
        DefaultValue::Boolean(_)
        | DefaultValue::Integer(_)
        | DefaultValue::Text(_)
        | DefaultValue::Number { .. } => true,
        DefaultValue::Sql { sql } => {
            matches!(&lexer::tokens(sql.any())[..], [only] if only.kind == Kind::Blob)
        }
    }
}

/// What a portable word is on SQLite, in a column of that portable type: the form in which sqlx writes
/// the Rust type, so that values of both sources compare and read alike. None for any other text.
///
/// # Errors
/// When a column of that type cannot hold it.
pub(super) fn portable(text: &str, ty: &Type) -> Option<Result<&'static str, String>> {
    let word: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    let cannot = |word: &str| Some(Err(format!("the default {word} in a column of type {ty}")));
    match (word.as_str(), ty) {
        ("now()", Type::Date) => Some(Ok("date('now')")),
        ("now()", Type::Time) => Some(Ok("strftime('%H:%M:%f', 'now')")),
        ("now()", Type::DateTime) => Some(Ok("strftime('%Y-%m-%d %H:%M:%f', 'now')")),
        ("now()", Type::Timestamp | Type::String(_) | Type::Text) => Some(Ok(TIMESTAMP)),
        ("now()", Type::Custom(_)) => Some(Ok("CURRENT_TIMESTAMP")),
        ("now()", _) => cannot("now()"),
        ("uuid()", Type::Uuid | Type::UuidText | Type::Blob | Type::Binary(_)) => Some(Ok(UUID)),
        ("uuid()", Type::String(_) | Type::Text | Type::Custom(_)) => Some(Ok(UUID_TEXT)),
        ("uuid()", _) => cannot("uuid()"),
        _ => None,
    }
}

const TIMESTAMP: &str = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')";

// Concatenation makes a text of the same bytes, and the cast bytes again. The seventh byte says version 4,
// the ninth its variant; unhex() would be shorter, but came with SQLite 3.41.
const UUID: &str = "CAST(randomblob(6) \
    || substr(x'404142434445464748494a4b4c4d4e4f', 1 + (random() & 15), 1) || randomblob(1) \
    || substr(x'8185898d9195999da1a5a9adb1b5b9bd', 1 + (random() & 15), 1) || randomblob(7) AS BLOB)";

const UUID_TEXT: &str = "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' \
    || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (random() & 3), 1) \
    || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))";

#[cfg(test)]
mod tests {
    use super::{bare, read_default, trimmed};
    use crate::schema::{DefaultValue, Type};

    #[test]
    fn an_expression_ends_with_its_last_token() {
        assert_eq!(trimmed(" a > 0 -- note"), Ok("a > 0"));
        assert_eq!(trimmed("/* x */ (a, b) = (1, 2) /* y"), Ok("(a, b) = (1, 2)"));
        for text in ["", "-- a", "a)", "(a", "a) OR (b", "a, b", "a; b", "'a", "a\0b"] {
            assert!(trimmed(text).is_err(), "{text}");
        }
        assert_eq!(bare("((a) + (b))"), "(a) + (b)");
        assert_eq!(bare("(a) + (b)"), "(a) + (b)");
    }

    #[test]
    fn defaults_are_read_as_the_values_they_are() {
        let read = |text, ty| read_default(text, &ty);
        assert_eq!(read("(NULL)", Type::Text), None);
        assert_eq!(read("1", Type::Boolean), Some(DefaultValue::Boolean(true)));
        assert_eq!(read("true", Type::Integer), Some(DefaultValue::Integer(1)));
        assert_eq!(read("- 9223372036854775808", Type::Integer), Some(DefaultValue::Integer(i64::MIN)));
        assert_eq!(read("0.10", Type::Double), Some(DefaultValue::Number { number: "0.10".to_owned() }));
        assert_eq!(read("0.10", Type::Text), Some(DefaultValue::Text("0.10".to_owned())));
        assert_eq!(read("'it''s'", Type::Text), Some(DefaultValue::Text("it's".to_owned())));
        assert_eq!(read("(1 + 1)", Type::Integer), Some(DefaultValue::sql("1 + 1")));
        assert_eq!(read("'a'", Type::Blob), Some(DefaultValue::sql("x'61'")));
    }
}
