//! How a value becomes one of another type.

use super::quote;
use crate::dialect::Dialect;
use crate::dialect::postgres::Postgres;
use crate::dialect::postgres::types::{is_cut_by_cast, is_number, is_of_a_user, is_text, sql};
use crate::schema::Type;

/// The expression for `USING`; none where the server converts by itself.
///
/// An explicit cast to `varchar(n)` cuts what is too long without a word, while the server's own
/// conversion refuses it: so there is never one. The type of a user may be a domain over such a type: the server
/// converts what it can by itself, and says so where it cannot.
pub(super) fn using(column: &str, from: &Type, to: &Type) -> Option<String> {
    let c = quote(column);
    let cast = |value: &str| Some(format!("{value}::{}", sql(to)));
    match (from, to) {
        (from, Type::String(length)) if is_text(from) || matches!(from, Type::Enum(_) | Type::Blob) => {
            let value = match from {
                Type::Blob => format!("convert_from({c}, 'UTF8')"),
                Type::Enum(_) => format!("{c}::text"),
                _ => c.clone(),
            };
            match from {
                Type::String(from) if from <= length => None,
                _ => Some(uncut(&c, &value, *length)),
            }
        }
        (Type::Array(from), Type::Array(to))
            if let Type::String(length) = **to
                && (is_text(from) || matches!(**from, Type::Enum(_))) =>
        {
            let is_shorter = matches!(**from, Type::String(from) if from <= length);
            (!is_shorter).then(|| uncut_list(&c, length))
        }
        (Type::Blob, to) if is_text(to) => Some(format!("convert_from({c}, 'UTF8')")),
        (from, Type::Blob) if is_text(from) => Some(format!("convert_to({c}, 'UTF8')")),
        (Type::Uuid, Type::Blob) => Some(format!("uuid_send({c})")),
        (Type::Blob, Type::Uuid) => Some(format!("encode({c}, 'hex')::uuid")),
        (_, to) if is_cut_by_cast(to) || is_of_a_user(to) => None,
        (from, to) if is_number(from) && is_number(to) => None,
        (Type::Boolean, Type::Integer) => cast(&c),
        (Type::Boolean, to) if is_number(to) => Some(format!("{c}::integer")),
        (from, Type::Boolean) if is_number(from) => Some(format!("{c} <> 0")),
        // Without a zone in the text the session's would count.
        (Type::Timestamp, Type::DateTime) | (Type::DateTime, Type::Timestamp) => {
            Some(format!("{c} AT TIME ZONE 'UTC'"))
        }
        (Type::Date, Type::Timestamp) => Some(format!("{c}::timestamp AT TIME ZONE 'UTC'")),
        (Type::Timestamp, Type::Date | Type::Time) => cast(&format!("({c} AT TIME ZONE 'UTC')")),
        (Type::Date, Type::DateTime) | (Type::DateTime, Type::Date | Type::Time) => None,
        (Type::Enum(_), Type::Enum(_)) => cast(&format!("{c}::text")),
        (Type::Array(item), Type::Array(_)) if matches!(**item, Type::Enum(_)) => {
            cast(&format!("{c}::text[]"))
        }
        (Type::Array(_), Type::Array(item)) if is_cut_by_cast(item) || is_of_a_user(item) => None,
        (from, Type::Json) if !is_text(from) && !matches!(from, Type::Custom(_)) => {
            Some(format!("to_jsonb({c})"))
        }
        _ => cast(&c),
    }
}

/// The text, unless it is too long. The server's own conversion cuts blanks at its end without a word, as the
/// SQL standard has it.
fn uncut(column: &str, value: &str, length: u32) -> String {
    let refused = Postgres.refusal(value, &too_long(column, "text", length));
    format!("CASE WHEN char_length({value}) > {length} THEN {refused} ELSE {value} END")
}

/// The same of every text in a list. A subquery over its items is not allowed here.
fn uncut_list(column: &str, length: u32) -> String {
    let list = format!("{column}::text[]");
    let refused = Postgres.refusal(&format!("{list}::text"), &too_long(column, "texts", length));
    format!(
        "CASE WHEN {list}::varchar({length})[]::text[] <> {list} THEN ({refused})::text[] ELSE {list} END"
    )
}

fn too_long(column: &str, what: &str, length: u32) -> String {
    format!("{column} holds no {what} of at most {length} characters")
}

#[cfg(test)]
mod tests {
    use super::using;
    use crate::schema::Type;

    #[test]
    fn nothing_is_cut_by_a_cast() {
        for to in [Type::Text, Type::Custom("character(3)".into()), Type::Custom("bit(3)".into())] {
            for from in
                [Type::Text, Type::Integer, Type::Enum("e".into()), Type::Json, Type::Custom("bit(9)".into())]
            {
                assert_eq!(using("c", &from, &to), None, "{from} {to}");
            }
        }
        assert_eq!(using("c", &Type::String(2), &Type::String(3)), None);
        let text = using("c", &Type::String(4), &Type::String(3)).unwrap_or_default();
        assert!(text.starts_with("CASE WHEN char_length(\"c\") > 3 THEN CAST("), "{text}");
        let list = |item| Type::Array(Box::new(item));
        assert_eq!(using("c", &list(Type::String(2)), &list(Type::String(3))), None);
    }

    #[test]
    fn the_zone_of_the_session_never_counts() {
        let text = using("c", &Type::DateTime, &Type::Timestamp);
        assert_eq!(text.as_deref(), Some("\"c\" AT TIME ZONE 'UTC'"));
    }
}
