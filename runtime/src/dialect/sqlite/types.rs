//! What SQLite calls each type, and which spellings mean the same.

use super::lexer::{self, Kind};
use crate::Target;
use crate::schema::{Sql, Type};

/// The type as SQLite keeps it: one of five, or a custom one. An enum is text; its values stand in a check.
///
/// # Errors
/// What is wrong with the text of a custom type, or that it has none for SQLite.
pub(super) fn kept(ty: &Type) -> Result<Type, String> {
    Ok(match ty {
        Type::SmallInt | Type::Integer | Type::BigInt => Type::Integer,
        Type::Float | Type::Double => Type::Double,
        Type::Decimal { .. }
        | Type::String(_)
        | Type::Text
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Enum(_)
        | Type::Array(_) => Type::Text,
        Type::Boolean => Type::Boolean,
        Type::Uuid | Type::UuidText | Type::Binary(_) | Type::Blob => Type::Blob,
        Type::Custom(sql) => {
            let text = sql.get(Target::Sqlite).ok_or("a type without a text for sqlite")?;
            if !is_type(text) {
                return Err(format!("the type `{text}`"));
            }
            read(text)
        }
    })
}

/// The text of a type that SQLite keeps.
pub(super) fn to_sql(ty: &Type) -> String {
    match ty {
        Type::SmallInt | Type::Integer | Type::BigInt => "INTEGER".to_owned(),
        Type::Float | Type::Double => "REAL".to_owned(),
        Type::Boolean => "BOOLEAN".to_owned(),
        Type::Uuid | Type::UuidText | Type::Binary(_) | Type::Blob => "BLOB".to_owned(),
        Type::Custom(sql) => sql.get(Target::Sqlite).unwrap_or_default().to_owned(),
        Type::Decimal { .. }
        | Type::String(_)
        | Type::Text
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Enum(_)
        | Type::Array(_) => "TEXT".to_owned(),
    }
}

/// The type that a declaration names. Spellings that SQLite treats alike are one type; what it treats
/// otherwise (`DATETIME` has the affinity of numbers) stays custom.
pub(super) fn read(declared: &str) -> Type {
    let words = lexer::tokens(declared);
    let text = |tokens: &[lexer::Token<'_>]| {
        tokens.iter().map(|token| token.text.to_ascii_uppercase()).collect::<Vec<_>>().join(" ")
    };
    let open = words.iter().position(|token| token.is('(')).unwrap_or(words.len());
    match text(&words[..open]).as_str() {
        "INTEGER" | "INT" | "BIGINT" | "SMALLINT" | "TINYINT" | "MEDIUMINT" | "INT2" | "INT4" | "INT8" => {
            Type::Integer
        }
        "REAL" | "DOUBLE" | "FLOAT" | "DOUBLE PRECISION" => Type::Double,
        "TEXT" | "CLOB" | "CHAR" | "CHARACTER" | "VARCHAR" | "NVARCHAR" | "NCHAR" | "CHARACTER VARYING" => {
            Type::Text
        }
        "BOOLEAN" | "BOOL" => Type::Boolean,
        "BLOB" | "" => Type::Blob,
        name => {
            let arguments: String = words[open..].iter().map(|token| token.text).collect();
            Type::Custom(Sql::Same(format!("{name}{arguments}")))
        }
    }
}

/// Whether a text is a type and nothing more: words, and numbers in parentheses.
fn is_type(text: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "AS",
        "CHECK",
        "COLLATE",
        "CONSTRAINT",
        "DEFAULT",
        "GENERATED",
        "NOT",
        "NULL",
        "PRIMARY",
        "REFERENCES",
        "UNIQUE",
        "ON",
    ];
    let tokens = lexer::tokens(text);
    let words = tokens.iter().take_while(|token| token.kind == Kind::Word).count();
    let is_name =
        words > 0 && tokens[..words].iter().all(|token| !OTHERS.iter().any(|word| token.is_word(word)));
    let is_arguments = match &tokens[words..] {
        [] => true,
        [open, inner @ .., close] => {
            let is_argument = |token: &lexer::Token<'_>| match token.kind {
                Kind::Number => true,
                Kind::Symbol => matches!(token.text, "," | "+" | "-"),
                _ => false,
            };
            open.is('(') && close.is(')') && !inner.is_empty() && inner.iter().all(is_argument)
        }
        [_] => false,
    };
    is_name && is_arguments
}

#[cfg(test)]
mod tests {
    use super::{kept, read, to_sql};
    use crate::schema::{Sql, Type};

    #[test]
    fn spellings_that_sqlite_treats_alike_are_one_type() {
        assert_eq!(read("varchar(20)"), Type::Text);
        assert_eq!(read("double  precision"), Type::Double);
        assert_eq!(read(""), Type::Blob);
        assert_eq!(read("numeric( 12, 2)"), Type::Custom(Sql::from("NUMERIC(12,2)")));
        assert_eq!(read("datetime"), Type::Custom(Sql::from("DATETIME")));
        assert_eq!(read(&to_sql(&read("numeric(12,2)"))), read("numeric(12,2)"));
    }

    #[test]
    fn a_custom_type_is_words_and_numbers() {
        assert_eq!(kept(&Type::Custom(Sql::from("citext"))), Ok(Type::Custom(Sql::from("CITEXT"))));
        for text in ["", "TEXT NOT NULL", "TEXT, b TEXT", "TEXT)", "(1)", "TEXT(a)", "TEXT("] {
            assert!(kept(&Type::Custom(Sql::from(text))).is_err(), "{text}");
        }
    }
}
