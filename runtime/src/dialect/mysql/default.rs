//! Defaults: the normal form of a value, and its SQL.

use super::expression::{bare_call, clean, given};
use super::lexer::{Kind, Token, significant};
use super::{literal, types};
use crate::Target;
use crate::schema::{DefaultValue, Type};

/// The default as it stands behind the word DEFAULT.
pub(super) fn sql(value: &DefaultValue, ty: &Type, target: Target) -> String {
    let text = expression(value);
    let is_plain = match value {
        DefaultValue::Sql { .. } => is_moment(&text) && types::fraction(ty).is_some() && *ty != Type::Time,
        // MySQL gives what is kept beside the row no value but that of an expression.
        DefaultValue::Boolean(_)
        | DefaultValue::Integer(_)
        | DefaultValue::Text(_)
        | DefaultValue::Number { .. } => target == Target::Mariadb || !types::is_blob(ty),
    };
    if is_plain { text } else { format!("({text})") }
}

/// The default as an expression.
pub(super) fn expression(value: &DefaultValue) -> String {
    match value {
        DefaultValue::Boolean(value) => value.to_string().to_uppercase(),
        DefaultValue::Integer(value) => value.to_string(),
        DefaultValue::Text(text) => literal(text),
        DefaultValue::Number { number } => number.clone(),
        DefaultValue::Sql { sql } => super::expression::sql(sql),
    }
}

/// The default as an expression of a type that tells what the column tells apart.
pub(super) fn typed(value: &DefaultValue, ty: &Type) -> String {
    let text = expression(value);
    match ty {
        Type::Decimal { precision, scale } => format!("cast(({text}) as decimal({precision},{scale}))"),
        Type::SmallInt | Type::Integer | Type::BigInt | Type::Boolean => format!("cast(({text}) as signed)"),
        Type::Float | Type::Double => format!("cast(({text}) as double)"),
        Type::Date => format!("cast(({text}) as date)"),
        Type::Time => format!("cast(({text}) as time(6))"),
        Type::DateTime | Type::Timestamp => format!("cast(({text}) as datetime(6))"),
        Type::String(_)
        | Type::Text
        | Type::Json
        | Type::Uuid
        | Type::UuidText
        | Type::Enum(_)
        | Type::Array(_)
        | Type::Binary(_)
        | Type::Blob
        | Type::Custom(_) => text,
    }
}

fn is_moment(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.starts_with("current_timestamp")
        && text.trim_end_matches(')').ends_with(|c: char| c == '(' || c.is_ascii_digit())
}

/// A model's default, in the form in which it is read back; none when it is no default at all (NULL).
/// `of` is the portable type, `ty` the one that is kept.
///
/// # Errors
/// Why the column cannot have it.
pub(super) fn normal(
    value: &DefaultValue,
    of: &Type,
    ty: &Type,
    target: Target,
) -> Result<Option<DefaultValue>, String> {
    Ok(Some(match value {
        DefaultValue::Sql { sql } => {
            let text = given(sql, target)?;
            return Ok(match portable(&text, of, ty, target)? {
                Some(text) => Some(DefaultValue::sql(text)),
                None => read(&text, ty),
            });
        }
        DefaultValue::Text(text) if *of == Type::Uuid => bytes(&uuid_digits(text)?),
        DefaultValue::Text(text) if *of == Type::UuidText => DefaultValue::Text(dashed(&uuid_digits(text)?)),
        DefaultValue::Text(text) => of_text(text, ty),
        DefaultValue::Number { number } => of_number(number, ty).unwrap_or_else(|| value.clone()),
        DefaultValue::Integer(number) => of_number(&number.to_string(), ty).unwrap_or_else(|| value.clone()),
        DefaultValue::Boolean(value) if *ty == Type::Boolean => DefaultValue::Boolean(*value),
        DefaultValue::Boolean(value) if types::is_text(ty) => DefaultValue::Text(value.to_string()),
        DefaultValue::Boolean(value) => DefaultValue::Integer((*value).into()),
    }))
}

/// The default that an SQL text stands for, as MariaDB prints it or a person writes it; none when it is
/// NULL. MySQL prints a value without quotes: that is a `DefaultValue::Text` for [`normal`].
pub(super) fn read(text: &str, ty: &Type) -> Option<DefaultValue> {
    let text = clean(text, true).unwrap_or_else(|_| text.to_owned());
    let tokens = significant(&text).unwrap_or_default();
    let value = match tokens.as_slice() {
        [only] if only.is_word("NULL") => return None,
        [only] if only.is_word("TRUE") => normal_boolean(true, ty),
        [only] if only.is_word("FALSE") => normal_boolean(false, ty),
        [only] if only.kind == Kind::Number => of_number(only.text, ty),
        [sign, only] if sign.is('-') && only.kind == Kind::Number => {
            of_number(&format!("-{}", only.text), ty)
        }
        [only] if only.kind == Kind::Text => only.value().map(|text| of_text(&text, ty)),
        [only] if only.kind == Kind::Bits => of_bits(only, ty),
        _ => None,
    };
    Some(value.unwrap_or_else(|| DefaultValue::sql(moment(&text, ty))))
}

fn normal_boolean(value: bool, ty: &Type) -> Option<DefaultValue> {
    Some(match ty {
        Type::Boolean => DefaultValue::Boolean(value),
        ty if types::is_number(ty) => DefaultValue::Integer(value.into()),
        _ => return None,
    })
}

/// The words for this moment are one, as MariaDB prints it.
fn moment(text: &str, ty: &Type) -> String {
    let Ok(tokens) = significant(text) else { return text.to_owned() };
    let words = ["CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP"];
    let is_moment = tokens.first().is_some_and(|first| words.iter().any(|word| first.is_word(word)));
    let digits = match &tokens[1.min(tokens.len())..] {
        [] => Some("0"),
        [open, close] if open.is('(') && close.is(')') => Some("0"),
        [open, digits, close] if open.is('(') && close.is(')') && digits.kind == Kind::Number => {
            Some(digits.text)
        }
        _ => None,
    };
    match digits {
        Some(digits) if is_moment && types::fraction(ty).is_some() => {
            let digits = if digits == "0" { "" } else { digits };
            format!("current_timestamp({digits})")
        }
        _ => text.to_owned(),
    }
}

/// What a portable word is in a column of that type; none for any other text.
///
/// # Errors
/// When a column of that type cannot hold it.
fn portable(text: &str, of: &Type, ty: &Type, target: Target) -> Result<Option<String>, String> {
    let cannot =
        |word: &str| Err(format!("{word} is no value of type {of}: give an expression for {target}"));
    Ok(match bare_call(text).as_deref() {
        Some("now()") => Some(match ty {
            Type::Date => "curdate()".to_owned(),
            Type::Time => "curtime(6)".to_owned(),
            ty => match types::fraction(ty) {
                Some(0) => "current_timestamp()".to_owned(),
                Some(digits) => format!("current_timestamp({digits})"),
                None if types::is_text(ty) => "current_timestamp(6)".to_owned(),
                None => return cannot("now()"),
            },
        }),
        Some("uuid()") => Some(match ty {
            ty if types::is_bytes(ty) => uuid_bytes(target).to_owned(),
            ty if types::is_text(ty) => "uuid()".to_owned(),
            Type::Custom(_) => "uuid()".to_owned(),
            _ => return cannot("uuid()"),
        }),
        Some(_) | None => None,
    })
}

/// A new UUID as 16 bytes.
pub(super) fn uuid_bytes(target: Target) -> &'static str {
    match target {
        Target::Mysql => "uuid_to_bin(uuid())",
        Target::Mariadb | Target::Postgres | Target::Sqlite => "unhex(replace(uuid(),'-',''))",
    }
}

/// Bytes as an expression: the server prints a literal of bytes as the text that they are not.
fn bytes(digits: &str) -> DefaultValue {
    DefaultValue::sql(format!("unhex('{digits}')"))
}

fn of_bits(token: &Token<'_>, ty: &Type) -> Option<DefaultValue> {
    let digits = token.text.strip_prefix(['x', 'X'])?.trim_matches('\'');
    types::is_bytes(ty).then(|| bytes(&digits.to_ascii_uppercase()))
}

fn uuid_digits(text: &str) -> Result<String, String> {
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | '{' | '}')).collect();
    if digits.len() != 32 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err("give 32 hexadecimal digits".to_owned());
    }
    Ok(digits.to_ascii_uppercase())
}

/// The digits as sqlx writes a hyphenated UUID.
fn dashed(digits: &str) -> String {
    let mut text = digits.to_ascii_lowercase();
    for at in [20, 16, 12, 8] {
        text.insert(at, '-');
    }
    text
}

/// A text as the value that it is in a column of that type.
fn of_text(text: &str, ty: &Type) -> DefaultValue {
    let plain = || DefaultValue::Text(text.to_owned());
    match ty {
        Type::Boolean => match text.trim().to_ascii_lowercase().as_str() {
            "1" | "t" | "true" | "yes" | "on" => DefaultValue::Boolean(true),
            "0" | "f" | "false" | "no" | "off" => DefaultValue::Boolean(false),
            _ => plain(),
        },
        ty if types::is_number(ty) => of_number(text.trim(), ty).unwrap_or_else(plain),
        Type::Uuid if uuid_digits(text).is_ok() => bytes(&uuid_digits(text).unwrap_or_default()),
        ty if types::is_bytes(ty) => {
            bytes(&text.bytes().map(|byte| format!("{byte:02X}")).collect::<String>())
        }
        ty => match types::fraction(ty) {
            Some(digits) => DefaultValue::Text(time_of(text, digits, types::word(ty), ty)),
            None => plain(),
        },
    }
}

/// A time as the server prints it: with all digits of the second. What is in no form we know stays.
fn time_of(text: &str, digits: u32, word: Option<&str>, ty: &Type) -> String {
    let is_time = *ty == Type::Time || word == Some("time");
    // Our sessions are in UTC.
    let utc =
        text.strip_suffix("+00:00").or_else(|| text.strip_suffix("+00")).or_else(|| text.strip_suffix('Z'));
    let text = match utc {
        Some(text) if !is_time => text.replacen('T', " ", 1),
        Some(_) | None => text.to_owned(),
    };
    let is = |pattern: &str, text: &str| {
        text.len() == pattern.len()
            && text
                .chars()
                .zip(pattern.chars())
                .all(|(c, p)| if p == '0' { c.is_ascii_digit() } else { c == p })
    };
    let (head, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let head = if !is_time && is("0000-00-00", head) { format!("{head} 00:00:00") } else { head.to_owned() };
    let pattern = if is_time { "00:00:00" } else { "0000-00-00 00:00:00" };
    let width = digits as usize;
    if !is(pattern, &head) || fraction.len() > width || !fraction.chars().all(|c| c.is_ascii_digit()) {
        return text;
    }
    if width == 0 { head } else { format!("{head}.{fraction:0<width$}") }
}

fn of_number(text: &str, ty: &Type) -> Option<DefaultValue> {
    let plain = plain_number(text)?;
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let plain = match ty {
        Type::Boolean if plain == "0" || plain == "1" => return Some(DefaultValue::Boolean(plain == "1")),
        // As many digits behind the point as the column has.
        Type::Decimal { scale, .. } if *scale > 0 => {
            let scale = *scale as usize;
            format!("{whole}.{fraction:0<scale$}")
        }
        ty if types::is_number(ty) => match fraction.trim_end_matches('0') {
            "" => whole.to_owned(),
            fraction => format!("{whole}.{fraction}"),
        },
        ty if types::is_text(ty) => return Some(DefaultValue::Text(plain)),
        _ => return None,
    };
    Some(match plain.parse() {
        Ok(number) => DefaultValue::Integer(number),
        Err(_) => DefaultValue::Number { number: plain },
    })
}

/// The digits as the server prints them: `.5` is `0.5`, `1e3` is `1000`; zeros behind the point stay.
fn plain_number(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (if text.starts_with('-') { "-" } else { "" }, digits),
        None => ("", text),
    };
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (digits, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    // Nobody writes such an exponent; it would only make a very long text.
    if all.is_empty() || !all.chars().all(|c| c.is_ascii_digit()) || exponent.abs() > 400 {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()? + exponent;
    let (whole, fraction) = match usize::try_from(point) {
        Ok(point) if point >= all.len() => (format!("{all}{}", "0".repeat(point - all.len())), String::new()),
        Ok(point) => (all[..point].to_owned(), all[point..].to_owned()),
        Err(_) => (String::new(), format!("{}{all}", "0".repeat(point.unsigned_abs() as usize))),
    };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    let plain = format!("{sign}{whole}{point}{fraction}");
    let is_zero = plain.chars().all(|c| matches!(c, '-' | '0' | '.'));
    Some(if is_zero { plain.trim_start_matches('-').to_owned() } else { plain })
}

#[cfg(test)]
mod tests {
    use super::{normal, read, sql};
    use crate::Target::{Mariadb, Mysql};
    use crate::schema::{DefaultValue, Type};

    const DECIMAL: Type = Type::Decimal { precision: 10, scale: 2 };

    fn text(text: &str) -> DefaultValue {
        DefaultValue::Text(text.to_owned())
    }

    fn kept(value: &DefaultValue, ty: &Type) -> String {
        sql(&normal(value, ty, ty, Mariadb).unwrap().unwrap(), ty, Mariadb)
    }

    #[test]
    fn values_are_what_the_server_prints() {
        for (value, ty, printed) in [
            (DefaultValue::Number { number: "0.1".to_owned() }, DECIMAL, "0.10"),
            (DefaultValue::Number { number: "1e3".to_owned() }, Type::Double, "1000"),
            (DefaultValue::Number { number: "0.50".to_owned() }, Type::Float, "0.5"),
            (DefaultValue::Integer(1), Type::Boolean, "TRUE"),
            (DefaultValue::Boolean(true), Type::Integer, "1"),
            (DefaultValue::Integer(5), Type::String(3), "'5'"),
            (text("2026-01-02"), Type::DateTime, "'2026-01-02 00:00:00.000000'"),
            (text("2026-01-02T03:04:05.5+00:00"), Type::Timestamp, "'2026-01-02 03:04:05.500000'"),
            (text("01:02:03"), Type::Time, "'01:02:03.000000'"),
            (text("a"), Type::Blob, "(unhex('61'))"),
            (DefaultValue::sql("now()"), Type::Timestamp, "current_timestamp(6)"),
            (DefaultValue::sql("now()"), Type::Date, "(curdate())"),
            (DefaultValue::sql("(uuid())"), Type::Uuid, "(unhex(replace(uuid(),'-','')))"),
            (DefaultValue::sql("X'0f'"), Type::Binary(1), "(unhex('0F'))"),
        ] {
            assert_eq!(kept(&value, &ty), printed, "{value:?}");
            let once = normal(&value, &ty, &ty, Mariadb).unwrap().unwrap();
            assert_eq!(normal(&once, &ty, &ty, Mariadb), Ok(Some(once)), "twice");
        }
    }

    #[test]
    fn mysql_wants_an_expression_where_the_value_is_kept_beside_the_row() {
        assert_eq!(sql(&text("x"), &Type::Text, Mysql), "('x')");
        assert_eq!(sql(&text("x"), &Type::Text, Mariadb), "'x'");
        assert_eq!(sql(&text("x"), &Type::String(1), Mysql), "'x'");
    }

    #[test]
    fn what_the_server_prints_is_read_back() {
        assert_eq!(read("NULL", &Type::Text), None);
        assert_eq!(read("1", &Type::Boolean), Some(DefaultValue::Boolean(true)));
        assert_eq!(read("'it''s'", &Type::Text), Some(text("it's")));
        assert_eq!(read("-1", &Type::Integer), Some(DefaultValue::Integer(-1)));
        assert_eq!(
            read("CURRENT_TIMESTAMP", &Type::Custom("datetime".into())),
            Some(DefaultValue::sql("current_timestamp()"))
        );
        assert_eq!(read("now(6)", &Type::DateTime), Some(DefaultValue::sql("current_timestamp(6)")));
        assert_eq!(read("(1 + 1)", &Type::Integer), Some(DefaultValue::sql("1 + 1")));
    }

    #[test]
    fn what_no_column_of_the_type_can_hold_is_refused() {
        normal(&DefaultValue::sql("now()"), &Type::Integer, &Type::Integer, Mariadb).unwrap_err();
        normal(&text("abc"), &Type::Uuid, &Type::Uuid, Mariadb).unwrap_err();
        normal(&DefaultValue::sql("a) OR (b"), &Type::Integer, &Type::Integer, Mariadb).unwrap_err();
    }
}
