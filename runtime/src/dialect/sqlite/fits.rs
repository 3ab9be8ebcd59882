//! What rows get in a column. SQLite keeps any value in any column: what is none of the column's type stops, by
//! the rules for a value that changes its type.

use super::expression::{bare, default_sql, portable};
use super::lexer::{self, Kind, Token};
use super::rebuild::{REFUSED, converted};
use super::{Sqlite, conversion, decimal, reading};
use crate::dialect::Dialect;
use crate::schema::{Column, Name, Type};

/// What the value is called where it is looked at.
const VALUE: &str = "\"strobila_fill\"";

/// The value of an expression as one of the portable column; none where it is seen to be one as it stands.
pub(super) fn fill(table: &Name, column: &Column, text: &str) -> Option<String> {
    let said = bare(text);
    let is_default = column.default.as_ref().is_some_and(|default| default_sql(default) == said);
    if is_default || portable(said, &column.ty).is_some() || is_value(said, &column.ty) {
        return None;
    }
    let becomes = becomes(VALUE, &column.ty)?;
    // What is refused names the column.
    let said_of =
        |name: &str| Sqlite.quote_literal(&format!("{name} {REFUSED}")).trim_end_matches('\'').to_owned();
    let name = format!("{}.{}", Sqlite.quote(&table.name), Sqlite.quote(&column.name));
    let becomes = becomes.replace(&said_of(VALUE), &said_of(&name));
    Some(format!("(SELECT {becomes} FROM (SELECT {text} AS {VALUE}))"))
}

fn becomes(value: &str, ty: &Type) -> Option<String> {
    let either = |kind: &str, so: Option<String>, else_so: Option<String>| {
        Some(format!("CASE typeof({value}) WHEN '{kind}' THEN {} ELSE {} END", so?, else_so?))
    };
    match ty {
        Type::Boolean => Some(converted(value, &Type::Text, ty)),
        Type::SmallInt | Type::Integer | Type::BigInt => either(
            "real",
            conversion::number(value, &Type::Double, ty),
            conversion::number(value, &Type::Text, ty),
        ),
        Type::Float | Type::Double => conversion::number(value, &Type::Text, ty),
        Type::Decimal { .. } => either(
            "real",
            decimal::decimal(value, &Type::Double, ty),
            decimal::decimal(value, &Type::Text, ty),
        ),
        Type::Uuid | Type::UuidText => {
            either("text", reading::text(value, &Type::Text, ty), reading::text(value, &Type::Blob, ty))
        }
        Type::String(_)
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Array(_)
        | Type::Json => reading::text(value, &Type::Text, ty),
        // A check of its own says what it holds.
        Type::Enum(_) => None,
        Type::Text | Type::Binary(_) | Type::Blob | Type::Custom(_) => None,
    }
}

/// Whether the text is a literal of the type, in the form in which it is kept.
fn is_value(text: &str, ty: &Type) -> bool {
    match &lexer::tokens(text)[..] {
        [only] if only.is_word("NULL") => true,
        [only] if only.is_word("TRUE") || only.is_word("FALSE") => *ty == Type::Boolean,
        [only] if only.kind == Kind::Number => is_number(only.text, ty),
        [sign, only] if sign.is('-') && only.kind == Kind::Number => {
            is_number(&format!("-{}", only.text), ty)
        }
        [only] if only.kind == Kind::Text => is_text(only, ty),
        [only] if only.kind == Kind::Blob => {
            matches!(ty, Type::Uuid | Type::UuidText) && only.text.len() == "x''".len() + 32
        }
        _ => false,
    }
}

fn is_number(text: &str, ty: &Type) -> bool {
    let whole = text.parse::<i64>();
    match ty {
        Type::Boolean => matches!(whole, Ok(0 | 1)),
        Type::SmallInt => whole.is_ok_and(|number| i16::try_from(number).is_ok()),
        Type::Integer => whole.is_ok_and(|number| i32::try_from(number).is_ok()),
        Type::BigInt => whole.is_ok(),
        Type::Double => text.parse::<f64>().is_ok_and(f64::is_finite),
        Type::Float => text.parse::<f32>().is_ok_and(f32::is_finite),
        Type::Decimal { .. } => is_decimal(text, ty),
        _ => false,
    }
}

fn is_text(token: &Token<'_>, ty: &Type) -> bool {
    let text = token.name().unwrap_or_default();
    match ty {
        Type::String(length) => text.chars().count() <= *length as usize,
        Type::Decimal { .. } => is_decimal(&text, ty),
        Type::Date => is_date(&text),
        Type::Time => is_time(&text),
        Type::DateTime => is_moment(&text),
        Type::Timestamp => text.strip_suffix("+00:00").is_some_and(is_moment),
        Type::Json => serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok(),
        Type::Array(_) => serde_json::from_str::<Vec<serde::de::IgnoredAny>>(&text).is_ok(),
        _ => false,
    }
}

fn is_decimal(text: &str, ty: &Type) -> bool {
    let Type::Decimal { precision, scale } = *ty else { return false };
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !whole.is_empty()
        && are_digits(whole)
        && are_digits(fraction)
        && whole.trim_start_matches('0').len() <= precision.saturating_sub(scale) as usize
        && fraction.len() <= scale as usize
}

/// The numbers between these signs, each of two digits or as many as the first number of the form has.
fn numbers<const N: usize>(text: &str, form: [usize; N], sign: char) -> Option<[u32; N]> {
    let mut parts = text.split(sign);
    let mut found = [0; N];
    for (number, length) in found.iter_mut().zip(form) {
        let part = parts.next().filter(|part| part.len() == length)?;
        *number = part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())??;
    }
    parts.next().is_none().then_some(found)
}

fn is_date(text: &str) -> bool {
    let Some([year, month, day]) = numbers(text, [4, 2, 2], '-') else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day) && year > 0
}

fn is_time(text: &str) -> bool {
    numbers(text, [2, 2, 2], ':')
        .is_some_and(|[hour, minute, second]| hour < 24 && minute < 60 && second < 60)
}

fn is_moment(text: &str) -> bool {
    text.split_once(' ').is_some_and(|(date, time)| is_date(date) && is_time(time))
}

#[cfg(test)]
mod tests {
    use super::is_value;
    use crate::schema::Type;

    #[test]
    fn a_literal_that_fits_its_column_is_known() {
        let decimal = Type::Decimal { precision: 5, scale: 2 };
        let list = Type::Array(Box::new(Type::Text));
        let fits = [
            ("'1970-01-01'", &Type::Date),
            ("'2024-02-29'", &Type::Date),
            ("'1970-01-01 00:00:00+00:00'", &Type::Timestamp),
            ("'1970-01-01 23:59:59'", &Type::DateTime),
            ("-32768", &Type::SmallInt),
            ("'-123.45'", &decimal),
            ("0", &decimal),
            ("'it''s'", &Type::String(4)),
            ("'{\"a\":1}'", &Type::Json),
            ("'[]'", &list),
            ("X'00000000000000000000000000000000'", &Type::Uuid),
        ];
        fits.into_iter().for_each(|(text, ty)| assert!(is_value(text, ty), "{text} {ty}"));
        let others = [
            ("1970-01-01", &Type::Date),
            ("'2023-02-29'", &Type::Date),
            ("'1970-1-1'", &Type::Date),
            ("'1970-01-01 00:00:00'", &Type::Timestamp),
            ("'24:00:00'", &Type::Time),
            ("32768", &Type::SmallInt),
            ("'1234'", &decimal),
            ("1.125", &decimal),
            ("'.'", &decimal),
            ("'it''s'", &Type::String(3)),
            ("'{nope'", &Type::Json),
            ("'{}'", &list),
            ("'abc'", &Type::Integer),
            ("2", &Type::Boolean),
            ("X'00'", &Type::Uuid),
        ];
        others.into_iter().for_each(|(text, ty)| assert!(!is_value(text, ty), "{text} {ty}"));
    }
}
