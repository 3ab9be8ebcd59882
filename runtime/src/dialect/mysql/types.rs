//! What MySQL and MariaDB call a type, and what we call it.

use super::lexer::{Kind, Token, significant};
use super::literal;
use crate::Target;
use crate::schema::Type;

/// The longest `varchar(n)`: four bytes a character, within the 65,535 bytes of a row.
pub(super) const MAX_LENGTH: u32 = 16_383;

/// The type in SQL. Enums and lists are lowered before: see the normal form.
pub(super) fn sql(ty: &Type, target: Target) -> String {
    let word = match ty {
        Type::SmallInt => "smallint",
        Type::Integer => "int",
        Type::BigInt => "bigint",
        Type::Float => "float",
        Type::Double => "double",
        Type::Decimal { precision, scale } => return format!("decimal({precision},{scale})"),
        Type::String(length) => return format!("varchar({length})"),
        Type::Text => "longtext",
        Type::Boolean => "tinyint(1)",
        Type::Date => "date",
        Type::Time => "time(6)",
        Type::DateTime => "datetime(6)",
        Type::Timestamp => "timestamp(6)",
        Type::Json | Type::Array(_) => "json",
        Type::Uuid => "binary(16)",
        Type::UuidText => "char(36)",
        Type::Enum(_) => "varchar(255)",
        Type::Binary(length) => return format!("binary({length})"),
        Type::Blob => "longblob",
        Type::Custom(text) => return text.get(target).unwrap_or_default().to_owned(),
    };
    word.to_owned()
}

/// An enum as the type of a column.
pub(super) fn enumeration<S: AsRef<str>>(values: &[S]) -> Type {
    Type::Custom(words_with("enum", values.iter().map(|value| literal(value.as_ref()))).into())
}

/// The values, when the type is an enum of the server's own.
pub(super) fn values_of(ty: &Type) -> Option<Vec<String>> {
    let Type::Custom(text) = ty else { return None };
    let tokens = significant(text.any()).ok()?;
    let [name, _, inner @ .., _] = tokens.as_slice() else { return None };
    let texts = inner.iter().filter(|token| !token.is(','));
    name.is_word("enum").then(|| texts.map(Token::value).collect()).flatten()
}

/// Reads a type as a person writes it, or as `information_schema` and SHOW print it, each text of an
/// enum unescaped before; what the portable list lacks is a custom type, in one spelling for both
/// servers: without display widths, which only MariaDB prints.
///
/// # Errors
/// Why it is no type.
pub(super) fn parse(text: &str) -> Result<Type, String> {
    let tokens = significant(text)?;
    let (name, arguments, rest) = parts(&tokens).ok_or("it is not a word with arguments in parentheses")?;
    let numbers: Option<Vec<u32>> = arguments.iter().map(|argument| argument.text.parse().ok()).collect();
    let portable = match (rest.is_empty(), numbers.as_deref()) {
        (true, Some(numbers)) => portable(&name, numbers),
        (true, None) | (false, _) => None,
    };
    if let Some(ty) = portable {
        return Ok(ty);
    }
    Ok(Type::Custom(spelling(&name, &arguments, &rest).into()))
}

fn portable(name: &str, arguments: &[u32]) -> Option<Type> {
    Some(match (name, arguments) {
        ("tinyint", [1]) | ("boolean" | "bool", []) => Type::Boolean,
        ("smallint" | "int2", [] | [_]) => Type::SmallInt,
        ("int" | "integer" | "int4", [] | [_]) => Type::Integer,
        ("bigint" | "int8", [] | [_]) => Type::BigInt,
        ("float", [] | [..=24]) | ("float4", []) => Type::Float,
        ("double" | "double precision" | "real" | "float8", []) | ("float", [_]) => Type::Double,
        ("decimal" | "numeric" | "dec" | "fixed", []) => Type::Decimal { precision: 10, scale: 0 },
        ("decimal" | "numeric" | "dec" | "fixed", [precision]) => {
            Type::Decimal { precision: *precision, scale: 0 }
        }
        ("decimal" | "numeric" | "dec" | "fixed", [precision, scale]) => {
            Type::Decimal { precision: *precision, scale: *scale }
        }
        ("varchar" | "character varying" | "char varying", [length]) => Type::String(*length),
        ("longtext", []) => Type::Text,
        ("date", []) => Type::Date,
        ("time", [6]) => Type::Time,
        ("datetime", [6]) => Type::DateTime,
        ("timestamp", [6]) => Type::Timestamp,
        ("json", []) => Type::Json,
        // What is a UUID and what is 16 bytes cannot be told apart.
        ("binary", [16]) => Type::Uuid,
        ("binary", []) => Type::Binary(1),
        ("binary", [length]) => Type::Binary(*length),
        ("longblob", []) => Type::Blob,
        _ => return None,
    })
}

/// A custom type in the spelling of the server.
fn spelling(name: &str, arguments: &[&Token<'_>], rest: &[String]) -> String {
    let has_width = ["tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year"].contains(&name);
    let is_filled = rest.iter().any(|word| word == "zerofill");
    let name = match name {
        "integer" => "int",
        "numeric" | "dec" | "fixed" => "decimal",
        "character" => "char",
        "double precision" | "real" => "double",
        name => name,
    };
    let arguments = match (name, arguments) {
        ("char" | "bit", []) => vec!["1".to_owned()],
        _ if has_width && !is_filled => Vec::new(),
        ("enum" | "set", values) => {
            values.iter().filter_map(|value| value.value()).map(|v| literal(&v)).collect()
        }
        // No digits of a second is what the server leaves out.
        ("time" | "datetime" | "timestamp", [only]) if only.text == "0" => Vec::new(),
        (_, arguments) => arguments.iter().map(|argument| argument.text.to_owned()).collect(),
    };
    let head = if arguments.is_empty() { name.to_owned() } else { words_with(name, arguments) };
    [head].iter().chain(rest).map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn words_with(name: &str, arguments: impl IntoIterator<Item = String>) -> String {
    format!("{name}({})", arguments.into_iter().collect::<Vec<_>>().join(","))
}

/// The words before the parentheses, what is in them, and the words behind; words in lower case.
fn parts<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<(String, Vec<&'t Token<'a>>, Vec<String>)> {
    let open = tokens.iter().position(|token| token.is('(')).unwrap_or(tokens.len());
    let close = tokens.iter().position(|token| token.is(')')).unwrap_or(tokens.len());
    let words = |tokens: &[Token<'_>]| -> Option<Vec<String>> {
        tokens
            .iter()
            .map(|token| (token.kind == Kind::Word && !is_option(token)).then(|| token.text.to_lowercase()))
            .collect()
    };
    let mut head = words(&tokens[..open])?;
    let (arguments, mut rest) = match (tokens.get(open), tokens.get(close)) {
        (Some(_), Some(_)) if open < close => {
            let inner = &tokens[open + 1..close];
            let is_separator = |(at, token): (usize, &Token<'_>)| token.is(',') == (at % 2 == 1);
            let is_argument = |token: &Token<'_>| {
                matches!(token.kind, Kind::Number | Kind::Text | Kind::Double) || token.is(',')
            };
            let is_list = inner.len() % 2 == 1
                && inner.iter().enumerate().all(is_separator)
                && inner.iter().all(is_argument);
            if !is_list {
                return None;
            }
            (inner.iter().step_by(2).collect(), words(&tokens[close + 1..])?)
        }
        (None, None) => (Vec::new(), Vec::new()),
        _ => return None,
    };
    if arguments.is_empty() {
        let at = head.iter().position(|word| ["unsigned", "zerofill", "signed"].contains(&word.as_str()));
        rest = head.split_off(at.unwrap_or(head.len()));
    }
    rest.retain(|word| word != "signed");
    // Zeros in front stand for a number without a sign.
    if rest == ["zerofill"] {
        rest.insert(0, "unsigned".to_owned());
    }
    (!head.is_empty()).then(|| (head.join(" "), arguments, rest))
}

/// Words that begin something else of a column.
fn is_option(token: &Token<'_>) -> bool {
    const OPTIONS: [&str; 20] = [
        "AS",
        "AUTO_INCREMENT",
        "CHARACTER",
        "CHARSET",
        "CHECK",
        "COLLATE",
        "COMMENT",
        "CONSTRAINT",
        "DEFAULT",
        "GENERATED",
        "INVISIBLE",
        "KEY",
        "NOT",
        "NULL",
        "ON",
        "PERSISTENT",
        "PRIMARY",
        "REFERENCES",
        "STORED",
        "UNIQUE",
    ];
    OPTIONS.iter().any(|word| token.is_word(word)) && !token.is_word("CHARACTER")
}

/// Whether the server keeps whole numbers in it, so that it can count.
pub(super) fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::SmallInt | Type::Integer | Type::BigInt)
        || word(ty).is_some_and(|word| ["tinyint", "smallint", "mediumint", "int", "bigint"].contains(&word))
}

/// Whether it holds numbers; a boolean is one.
pub(super) fn is_number(ty: &Type) -> bool {
    is_integer(ty)
        || matches!(ty, Type::Float | Type::Double | Type::Decimal { .. } | Type::Boolean)
        || word(ty).is_some_and(|word| ["decimal", "float", "double"].contains(&word))
}

/// Whether it holds text, which has a collation.
pub(super) fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::String(_))
        || word(ty).is_some_and(|word| {
            ["char", "varchar", "tinytext", "text", "mediumtext", "enum", "set"].contains(&word)
        })
}

/// Whether a collation of ours may stand behind it: it holds text, and says no character set itself.
pub(super) fn takes_collation(ty: &Type) -> bool {
    let says_one = matches!(ty, Type::Custom(text) if text.any().contains(' ') && !text.any().ends_with(')'));
    is_text(ty) && !says_one
}

/// Whether it is kept beside the row: it cannot be a key without a length, and MySQL gives it no plain
/// default.
pub(super) fn is_blob(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::Json | Type::Blob)
        || word(ty).is_some_and(|word| word.ends_with("text") || word.ends_with("blob") || word == "geometry")
}

/// Whether it holds bytes.
pub(super) fn is_bytes(ty: &Type) -> bool {
    matches!(ty, Type::Blob | Type::Binary(_) | Type::Uuid)
        || word(ty).is_some_and(|word| word.ends_with("blob") || word.ends_with("binary"))
}

/// Whether an index of that method is a tree over the values of its columns.
pub(super) fn is_tree_method(method: &str) -> bool {
    !["fulltext", "spatial"].contains(&method)
}

/// The first word of a custom type.
pub(super) fn word(ty: &Type) -> Option<&str> {
    match ty {
        Type::Custom(text) => text.any().split(['(', ' ']).next(),
        _ => None,
    }
}

/// The type that takes the same values and refuses NULL. The server puts the moment into a `timestamp` that
/// becomes NOT NULL, in place of NULL and without a word; none for any other type.
pub(super) fn strict(ty: &Type) -> Option<Type> {
    let is_timestamp = *ty == Type::Timestamp || word(ty) == Some("timestamp");
    is_timestamp.then(|| match fraction(ty) {
        Some(6) | None => Type::DateTime,
        Some(0) => Type::Custom("datetime".into()),
        Some(digits) => Type::Custom(format!("datetime({digits})").into()),
    })
}

/// How many digits of a second it keeps, when it holds a time.
pub(super) fn fraction(ty: &Type) -> Option<u32> {
    match ty {
        Type::Time | Type::DateTime | Type::Timestamp => Some(6),
        Type::Custom(text) if ["time", "datetime", "timestamp"].contains(&word(ty)?) => {
            let digits = text.any().split(['(', ')']).nth(1);
            Some(digits.and_then(|digits| digits.parse().ok()).unwrap_or(0))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{enumeration, parse, sql, values_of};
    use crate::Target;
    use crate::schema::Type;

    #[test]
    fn common_spellings_are_portable_types() {
        for (text, ty) in [
            ("INT(11)", Type::Integer),
            ("bigint(20)", Type::BigInt),
            ("tinyint(1)", Type::Boolean),
            ("VARCHAR (10)", Type::String(10)),
            ("decimal(12)", Type::Decimal { precision: 12, scale: 0 }),
            ("numeric(12, 2)", Type::Decimal { precision: 12, scale: 2 }),
            ("double  precision", Type::Double),
            ("datetime(6)", Type::DateTime),
            ("binary(16)", Type::Uuid),
        ] {
            assert_eq!(parse(text), Ok(ty), "{text}");
        }
    }

    #[test]
    fn custom_types_take_the_spelling_of_the_server() {
        for (text, printed) in [
            ("CHAR", "char(1)"),
            ("int(10) unsigned", "int unsigned"),
            ("int unsigned", "int unsigned"),
            ("int(5) zerofill", "int(5) unsigned zerofill"),
            ("tinyint(4)", "tinyint"),
            ("datetime(0)", "datetime"),
            ("timestamp(3)", "timestamp(3)"),
            ("MEDIUMTEXT", "mediumtext"),
            ("enum( 'a', \"it's\" )", "enum('a','it''s')"),
            ("decimal(10, 2) unsigned", "decimal(10,2) unsigned"),
        ] {
            let ty = parse(text).unwrap();
            assert_eq!(sql(&ty, Target::Mariadb), printed);
            assert_eq!(parse(printed), Ok(ty), "twice");
        }
    }

    #[test]
    fn a_type_is_words_and_arguments() {
        for text in
            ["", "text not null", "int, b int", "int)", "(1)", "int(a)", "int(", "int(1,,2)", "int default 1"]
        {
            parse(text).expect_err(text);
        }
    }

    #[test]
    fn the_values_of_an_enum_survive() {
        let ty = enumeration(&["a", "it's", "b\\c"]);
        assert_eq!(values_of(&ty), Some(vec!["a".to_owned(), "it's".to_owned(), "b\\c".to_owned()]));
        assert_eq!(parse(&sql(&ty, Target::Mysql)), Ok(ty));
        assert_eq!(values_of(&Type::Custom("set('a')".into())), None);
    }

    #[test]
    fn every_type_of_the_normal_form_survives_its_own_sql() {
        for ty in [
            Type::SmallInt,
            Type::Integer,
            Type::BigInt,
            Type::Float,
            Type::Double,
            Type::Decimal { precision: 5, scale: 5 },
            Type::String(1),
            Type::Text,
            Type::Boolean,
            Type::Date,
            Type::Time,
            Type::DateTime,
            Type::Timestamp,
            Type::Json,
            Type::Uuid,
            Type::Binary(3),
            Type::Blob,
        ] {
            assert_eq!(parse(&sql(&ty, Target::Mariadb)), Ok(ty));
        }
    }
}
