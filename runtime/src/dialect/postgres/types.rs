//! What PostgreSQL calls a type, and what we call it.

use super::super::Dialect as _;
use super::Postgres;
use crate::Target;
use crate::schema::{Name, Type};

/// The name of a thing in a schema, quoted, with the schema when it has one.
pub(super) fn qualified(name: &Name) -> String {
    Postgres.quote_name(name)
}

/// The type in SQL.
pub(super) fn sql(ty: &Type) -> String {
    let word = match ty {
        Type::SmallInt => "smallint",
        Type::Integer => "integer",
        Type::BigInt => "bigint",
        Type::Float => "real",
        Type::Double => "double precision",
        Type::Decimal { precision, scale } => return format!("numeric({precision},{scale})"),
        Type::String(length) => return format!("varchar({length})"),
        Type::Text => "text",
        Type::Boolean => "boolean",
        Type::Date => "date",
        Type::Time => "time",
        Type::DateTime => "timestamp",
        Type::Timestamp => "timestamptz",
        Type::Json => "jsonb",
        Type::Uuid | Type::UuidText => "uuid",
        Type::Enum(name) => return qualified(name),
        Type::Array(item) => return format!("{}[]", sql(item)),
        Type::Binary(_) | Type::Blob => "bytea",
        Type::Custom(text) => return text.get(Target::Postgres).unwrap_or_default().to_owned(),
    };
    word.to_owned()
}

/// Reads a type as the server prints it or a person writes it; what the portable list lacks is a
/// custom type, in the server's spelling where we know it.
pub(super) fn parse(text: &str) -> Type {
    let text = text.trim();
    if let Some(item) = text.strip_suffix("[]") {
        return match parse(item) {
            // The server keeps no number of dimensions.
            list @ Type::Array(_) => list,
            item => Type::Array(Box::new(item)),
        };
    }
    let (word, arguments, rest) = parts(text);
    let number = || arguments.and_then(|digits| digits.parse::<u32>().ok());
    // `timestamp(3) with time zone`: the length stands in the middle.
    let name = if rest.is_empty() { word.clone() } else { format!("{word} {rest}") };
    match (name.as_str(), arguments) {
        ("smallint" | "int2", None) => Type::SmallInt,
        ("integer" | "int" | "int4", None) => Type::Integer,
        ("bigint" | "int8", None) => Type::BigInt,
        ("real" | "float4", None) => Type::Float,
        ("double precision" | "float8" | "float", None) => Type::Double,
        ("float", Some(_)) => match number() {
            Some(..=24) => Type::Float,
            Some(_) => Type::Double,
            None => custom(text),
        },
        ("numeric" | "decimal" | "dec", Some(both)) => match decimal(both) {
            Some((precision, scale)) => Type::Decimal { precision, scale },
            None => custom(text),
        },
        ("numeric" | "decimal" | "dec", None) => custom("numeric"),
        ("varchar" | "character varying" | "char varying", Some(_)) => match number() {
            Some(length) => Type::String(length),
            None => custom(text),
        },
        ("varchar" | "character varying" | "char varying", None) => custom("character varying"),
        ("char" | "character", _) => custom(&format!("character({})", number().unwrap_or(1))),
        ("text", None) => Type::Text,
        ("boolean" | "bool", None) => Type::Boolean,
        ("date", None) => Type::Date,
        ("time" | "time without time zone", None) => Type::Time,
        ("timestamp" | "timestamp without time zone", None) => Type::DateTime,
        ("timestamptz" | "timestamp with time zone", None) => Type::Timestamp,
        ("timetz" | "time with time zone", None) => custom("time with time zone"),
        ("time" | "time without time zone", Some(n)) => custom(&format!("time({n}) without time zone")),
        ("timestamp" | "timestamp without time zone", Some(n)) => {
            custom(&format!("timestamp({n}) without time zone"))
        }
        ("timestamptz" | "timestamp with time zone", Some(n)) => {
            custom(&format!("timestamp({n}) with time zone"))
        }
        ("timetz" | "time with time zone", Some(n)) => custom(&format!("time({n}) with time zone")),
        ("jsonb", None) => Type::Json,
        ("uuid", None) => Type::Uuid,
        ("bytea", None) => Type::Blob,
        ("bit", _) => custom(&format!("bit({})", number().unwrap_or(1))),
        ("varbit" | "bit varying", None) => custom("bit varying"),
        ("varbit" | "bit varying", Some(n)) => custom(&format!("bit varying({n})")),
        // A quoted name keeps its case; so do the arguments, such as those of geometry(Point,4326).
        (name, _) if text.contains('"') || name.is_empty() => custom(text),
        (_, None) => custom(&name),
        (_, Some(arguments)) => custom(&with_arguments(&word, arguments, &rest)),
    }
}

fn custom(text: &str) -> Type {
    Type::Custom(text.into())
}

fn with_arguments(word: &str, arguments: &str, rest: &str) -> String {
    let arguments: Vec<&str> = arguments.split(',').map(str::trim).collect();
    let space = if rest.is_empty() { "" } else { " " };
    format!("{word}({}){space}{rest}", arguments.join(","))
}

/// The words before the parentheses, what is in them, and the words behind; words in lower case.
fn parts(text: &str) -> (String, Option<&str>, String) {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_lowercase();
    match text.split_once('(').and_then(|(head, tail)| Some((head, tail.split_once(')')?))) {
        Some((head, (arguments, rest))) => (words(head), Some(arguments.trim()), words(rest)),
        None => (words(text), None, String::new()),
    }
}

fn decimal(arguments: &str) -> Option<(u32, u32)> {
    match arguments.split_once(',') {
        Some((precision, scale)) => Some((precision.trim().parse().ok()?, scale.trim().parse().ok()?)),
        None => Some((arguments.parse().ok()?, 0)),
    }
}

/// Whether the server keeps whole numbers in it, so that it can count.
pub(super) fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::SmallInt | Type::Integer | Type::BigInt)
}

/// Whether it holds numbers.
pub(super) fn is_number(ty: &Type) -> bool {
    is_integer(ty)
        || matches!(ty, Type::Float | Type::Double | Type::Decimal { .. })
        || custom_word(ty).is_some_and(|word| word == "numeric")
}

/// Whether it holds text.
pub(super) fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::String(_))
        || custom_word(ty).is_some_and(|word| ["character", "character varying", "bpchar"].contains(&word))
}

/// Whether a value that is too long for it is cut by an explicit cast, and refused by an assignment.
pub(super) fn is_cut_by_cast(ty: &Type) -> bool {
    is_text(ty) || custom_word(ty).is_some_and(|word| ["bit", "bit varying"].contains(&word))
}

/// The types of the server's own that are none of the portable ones, as far as anybody keeps them in a table.
#[rustfmt::skip]
const OWN: [&str; 50] = [
    "bit", "bit varying", "box", "bpchar", "\"char\"", "character", "character varying", "cidr", "circle",
    "datemultirange", "daterange", "inet", "int4multirange", "int4range", "int8multirange", "int8range", "interval",
    "json", "jsonpath", "line", "lseg", "macaddr", "macaddr8", "money", "name", "numeric", "nummultirange", "numrange",
    "oid", "path", "pg_lsn", "pg_snapshot", "point", "polygon", "regclass", "regconfig", "regnamespace", "regproc",
    "regprocedure", "regrole", "regtype", "time", "timestamp", "tsmultirange", "tsquery", "tsrange", "tstzmultirange",
    "tstzrange", "tsvector", "xml",
];

/// Whether somebody made it: a domain, a composite type, the type of an extension.
pub(super) fn is_of_a_user(ty: &Type) -> bool {
    let is_own = |word: &str| {
        let first = word.split_whitespace().next().unwrap_or_default();
        OWN.contains(&word) || ["interval", "time", "timestamp"].contains(&first)
    };
    custom_word(ty).is_some_and(|word| !is_own(word))
}

/// The words of a custom type, without its length.
pub(super) fn custom_word(ty: &Type) -> Option<&str> {
    match ty {
        Type::Custom(text) => text.get(Target::Postgres)?.split('(').next().map(str::trim),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, sql};
    use crate::schema::Type;

    #[test]
    fn common_spellings_are_portable_types() {
        for (text, ty) in [
            ("INT8", Type::BigInt),
            ("character varying(10)", Type::String(10)),
            ("VARCHAR (10)", Type::String(10)),
            ("decimal(12)", Type::Decimal { precision: 12, scale: 0 }),
            ("numeric(12, 2)", Type::Decimal { precision: 12, scale: 2 }),
            ("timestamp with time zone", Type::Timestamp),
            ("timestamp", Type::DateTime),
            ("double  precision", Type::Double),
            ("float(24)", Type::Float),
            ("float(25)", Type::Double),
            ("int[][]", Type::Array(Box::new(Type::Integer))),
        ] {
            assert_eq!(parse(text), ty, "{text}");
        }
    }

    #[test]
    fn custom_types_take_the_spelling_of_the_server() {
        for (text, printed) in [
            ("CITEXT", "citext"),
            ("char", "character(1)"),
            ("char(3)", "character(3)"),
            ("varchar", "character varying"),
            ("timestamptz(3)", "timestamp(3) with time zone"),
            ("timestamp(3) with time zone", "timestamp(3) with time zone"),
            ("geometry(Point, 4326)", "geometry(Point,4326)"),
            ("numeric", "numeric"),
            ("\"My Type\"", "\"My Type\""),
            ("interval  day to second", "interval day to second"),
            ("citext[]", "citext[]"),
        ] {
            let ty = parse(text);
            assert_eq!(sql(&ty), printed);
            assert_eq!(parse(&sql(&ty)), ty, "twice");
        }
    }

    #[test]
    fn every_portable_type_survives_its_own_sql() {
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
            Type::Array(Box::new(Type::String(3))),
            Type::Blob,
        ] {
            assert_eq!(parse(&sql(&ty)), ty);
        }
    }
}
