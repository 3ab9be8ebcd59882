//! How a value becomes one of another type.

use super::quote;
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

#[cfg(test)]
mod tests {
    use super::using;
    use crate::schema::Type;

    #[test]
    fn nothing_is_cut_by_a_cast() {
        for to in
            [Type::String(3), Type::Text, Type::Custom("character(3)".into()), Type::Custom("bit(3)".into())]
        {
            for from in
                [Type::Text, Type::Integer, Type::Enum("e".into()), Type::Json, Type::Custom("bit(9)".into())]
            {
                assert_eq!(using("c", &from, &to), None, "{from} {to}");
            }
        }
        let list = |item| Type::Array(Box::new(item));
        assert_eq!(using("c", &list(Type::Text), &list(Type::String(3))), None);
    }

    #[test]
    fn the_zone_of_the_session_never_counts() {
        let text = using("c", &Type::DateTime, &Type::Timestamp);
        assert_eq!(text.as_deref(), Some("\"c\" AT TIME ZONE 'UTC'"));
    }
}
