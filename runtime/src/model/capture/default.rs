//! Whether a literal default is a value of its column.

use crate::model::EnumDescription;
use crate::model::text::EnumText;
use crate::schema::{DefaultValue, Type};

/// What is wrong, and what would be right.
pub(super) type Wrong = (String, String);

/// The default, as a value of the column's type; `item` is the enum that the Rust type names.
pub(super) fn check(
    value: &DefaultValue,
    ty: &Type,
    item: Option<&'static EnumDescription>,
) -> Result<DefaultValue, Wrong> {
    let fits = match (ty, value) {
        // An expression is the database's to judge, and so is a value of a type that only it knows.
        (_, DefaultValue::Sql { .. }) | (Type::Custom(_), _) => Ok(()),
        (Type::SmallInt, DefaultValue::Integer(n)) => within(*n, i16::MIN.into(), i16::MAX.into()),
        (Type::Integer, DefaultValue::Integer(n)) => within(*n, i32::MIN.into(), i32::MAX.into()),
        (Type::BigInt | Type::Float | Type::Double, DefaultValue::Integer(_))
        | (Type::Float | Type::Double, DefaultValue::Number { .. })
        | (Type::Boolean, DefaultValue::Boolean(_))
        | (Type::Text, DefaultValue::Text(_)) => Ok(()),
        (Type::Decimal { precision, scale }, DefaultValue::Integer(n)) => {
            decimal(&n.to_string(), *precision, *scale)
        }
        (Type::Decimal { precision, scale }, DefaultValue::Number { number }) => {
            decimal(number, *precision, *scale)
        }
        (Type::String(length), DefaultValue::Text(text)) => match text.chars().count() {
            count if count > *length as usize => Err(format!("has {count} characters, of {length}")),
            _ => Ok(()),
        },
        (Type::Date, DefaultValue::Text(text)) => written(is_date(text), "2026-11-20"),
        (Type::Time, DefaultValue::Text(text)) => written(is_time(text), "13:26:00"),
        (Type::DateTime, DefaultValue::Text(text)) => written(is_datetime(text), "2026-11-20 13:26:00"),
        (Type::Timestamp, DefaultValue::Text(text)) => written(is_timestamp(text), "2026-11-20 13:26:00Z"),
        (Type::Uuid | Type::UuidText, DefaultValue::Text(text)) => {
            written(is_uuid(text), "00000000-0000-4000-8000-000000000000")
        }
        (Type::Json, DefaultValue::Text(text)) => match serde_json::from_str::<serde::de::IgnoredAny>(text) {
            Ok(_) => Ok(()),
            Err(cause) => Err(format!("is no JSON: {cause}")),
        },
        (Type::Enum(name), DefaultValue::Text(text)) => match item.map(EnumText::read) {
            Some(item) if !item.values.iter().any(|value| value.name == *text) => {
                let values: Vec<&str> = item.values.iter().map(|value| value.name.as_str()).collect();
                let message = format!("the default {} is no value of {name}", shown(value));
                return Err((message, format!("use one of {}", values.join(", "))));
            }
            Some(_) | None => Ok(()),
        },
        (Type::Array(_) | Type::Binary(_) | Type::Blob, _) => {
            let message = format!("a column of type {ty} takes no literal default");
            return Err((
                message,
                "write an expression: `default_sql = \"…\"`, or one per target".to_owned(),
            ));
        }
        (
            Type::SmallInt
            | Type::Integer
            | Type::BigInt
            | Type::Float
            | Type::Double
            | Type::Decimal { .. }
            | Type::String(_)
            | Type::Text
            | Type::Boolean
            | Type::Date
            | Type::Time
            | Type::DateTime
            | Type::Timestamp
            | Type::Json
            | Type::Uuid
            | Type::UuidText
            | Type::Enum(_),
            _,
        ) => {
            let message = format!("the default {} is not of the column's type, {ty}", shown(value));
            return Err((message, help(ty).to_owned()));
        }
    };
    fits.map(|()| value.clone())
        .map_err(|why| (format!("the default {} {why}", shown(value)), help(ty).to_owned()))
}

/// Whether a literal is a value of a column of that type.
pub fn default_fits(value: &DefaultValue, ty: &Type) -> bool {
    check(value, ty, None).is_ok()
}

/// The literal, as it stands in the attribute.
fn shown(value: &DefaultValue) -> String {
    match value {
        DefaultValue::Boolean(value) => format!("`{value}`"),
        DefaultValue::Integer(value) => format!("`{value}`"),
        DefaultValue::Text(value) => format!("`{value:?}`"),
        DefaultValue::Number { number } => format!("`{number}`"),
        DefaultValue::Sql { sql } => format!("`{}`", sql.any()),
    }
}

/// How a literal of the type is written.
fn help(ty: &Type) -> &'static str {
    match ty {
        Type::SmallInt => "write a whole number from -32768 to 32767: `default = 0`",
        Type::Integer => "write a whole number of 32 bits: `default = 0`",
        Type::BigInt => "write a whole number of 64 bits: `default = 0`",
        Type::Float | Type::Double => "write a number: `default = 0.5`",
        Type::Decimal { .. } => "write a number with no more digits than the column has: `default = 0.10`",
        Type::String(_) | Type::Text => "write a text of that length: `default = \"draft\"`",
        Type::Boolean => "write `default = true` or `default = false`",
        Type::Date => "write a day: `default = \"2026-11-20\"`, or `default_sql = \"…\"`",
        Type::Time => "write a time: `default = \"13:26:00\"`, or `default_sql = \"…\"`",
        Type::DateTime => "write `default = \"2026-11-20 13:26:00\"`, or `default_sql = \"now()\"`",
        Type::Timestamp => "write `default = \"2026-11-20 13:26:00Z\"`, or `default_sql = \"now()\"`",
        Type::Json => "write the JSON as a text: `default = \"{}\"`",
        Type::Uuid | Type::UuidText => "write the UUID as a text, or `default_sql = \"uuid()\"`",
        Type::Enum(_) => "write a value as a text: `default = \"draft\"`",
        Type::Array(_) | Type::Binary(_) | Type::Blob | Type::Custom(_) => "write `default_sql = \"…\"`",
    }
}

fn within(value: i64, least: i64, most: i64) -> Result<(), String> {
    match (least..=most).contains(&value) {
        true => Ok(()),
        false => Err(format!("is outside {least} to {most}")),
    }
}

fn written(is_right: bool, example: &str) -> Result<(), String> {
    match is_right {
        true => Ok(()),
        false => Err(format!("is not written like \"{example}\"")),
    }
}

/// A default with more digits than the column would be rounded without a word.
fn decimal(number: &str, precision: u32, scale: u32) -> Result<(), String> {
    let (whole, fraction) =
        number.trim_start_matches('-').split_once('.').unwrap_or((number.trim_start_matches('-'), ""));
    if !number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.')) {
        return Err("is written with an exponent".to_owned());
    }
    let whole = whole.trim_start_matches('0').len();
    if fraction.len() > scale as usize {
        return Err(format!("has {} digits after the point, of {scale}", fraction.len()));
    }
    match whole + scale as usize > precision as usize {
        true => Err(format!("has {whole} digits before the point, of {}", precision.saturating_sub(scale))),
        false => Ok(()),
    }
}

fn is_date(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(digits);
    let has_dashes = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    has_dashes && year > 0 && (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// `HH:MM`, `HH:MM:SS`, `HH:MM:SS.ffffff`
fn is_time(text: &str) -> bool {
    let (text, fraction) = text.split_once('.').map_or((text, None), |(time, rest)| (time, Some(rest)));
    let parts: Vec<&str> = text.split(':').collect();
    let below = |part: &str, limit: u32| part.len() == 2 && digits(part).is_some_and(|number| number < limit);
    let seconds = match (parts.as_slice(), fraction) {
        ([_, _], None) => true,
        ([_, _, seconds], None) => below(seconds, 60),
        ([_, _, seconds], Some(fraction)) => {
            below(seconds, 60) && (1..=6).contains(&fraction.len()) && digits(fraction).is_some()
        }
        _ => false,
    };
    seconds && below(parts[0], 24) && below(parts[1], 60)
}

fn is_datetime(text: &str) -> bool {
    text.split_once([' ', 'T']).is_some_and(|(date, time)| is_date(date) && is_time(time))
}

/// A date and time with `Z`, `+HH:MM` or `-HH:MM` behind it: without a zone it is no moment.
fn is_timestamp(text: &str) -> bool {
    if let Some(rest) = text.strip_suffix('Z') {
        return is_datetime(rest);
    }
    let Some(at) = text.len().checked_sub(6).filter(|at| text.is_char_boundary(*at)) else {
        return false;
    };
    let (moment, zone) = text.split_at(at);
    is_datetime(moment) && zone.starts_with(['+', '-']) && zone.len() == 6 && is_time(&zone[1..])
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}
