//! Values as decimals. SQLite keeps them as text with every digit, so that no float stands in between.

use super::conversion::{checked, whole_digits};
use super::rebuild::refused;
use crate::schema::Type;

/// The value as a decimal of the other type; none where every value stays what it is.
///
/// A number is rounded as PostgreSQL rounds it, half away from zero; a text is not: it never said how many
/// digits count. What has more digits before its point than the type stops the migration.
pub(super) fn decimal(value: &str, from: &Type, to: &Type) -> Option<String> {
    let Type::Decimal { precision, scale } = *to else { return None };
    let whole = precision.saturating_sub(scale);
    match from {
        Type::Decimal { precision: digits, scale: places } => {
            let fits = digits.saturating_sub(*places) <= whole && *places <= scale;
            (!fits).then(|| rounded(value, value, whole, scale))
        }
        Type::Float | Type::Double => Some(rounded(value, &shown(value), whole, scale)),
        Type::Boolean => Some(integer(value, "0 AND 1", whole, scale)),
        Type::SmallInt | Type::Integer | Type::BigInt => {
            let highest = "9".repeat(whole as usize);
            let range = format!("-{highest} AND {highest}");
            (whole_digits(from) > whole).then(|| integer(value, &range, whole, scale))
        }
        Type::Text | Type::String(_) | Type::Json => Some(text(value, whole, scale)),
        Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Uuid
        | Type::UuidText
        | Type::Enum(_)
        | Type::Array(_)
        | Type::Binary(_)
        | Type::Blob
        | Type::Custom(_) => None,
    }
}

/// A decimal is true when it holds another digit than 0.
pub(super) fn truth(value: &str, from: &Type, to: &Type) -> Option<String> {
    if !matches!((from, to), (Type::Decimal { .. }, Type::Boolean)) {
        return None;
    }
    Some(checked(value, &is_digits(&unsigned(value)), &format!("{value} GLOB '*[1-9]*'"), "no decimal"))
}

fn what(whole: u32, scale: u32) -> String {
    format!("no decimal({},{scale})", whole + scale)
}

fn unsigned(text: &str) -> String {
    format!("substr({text}, 1 + ({text} GLOB '[+-]*'))")
}

/// Digits, and a point among them or none.
fn is_digits(digits: &str) -> String {
    format!(
        "{digits} GLOB '*[0-9]*' AND replace({digits}, '.', '') NOT GLOB '*[^0-9]*' \
         AND length({digits}) - length(replace({digits}, '.', '')) < 2"
    )
}

fn integer(value: &str, range: &str, whole: u32, scale: u32) -> String {
    // No whole number but 0 fits where every digit stands behind the point.
    let range = if whole == 0 { "0 AND 0" } else { range };
    let fits = format!("typeof({value}) = 'integer' AND {value} BETWEEN {range}");
    checked(value, &fits, &format!("CAST({value} AS TEXT)"), &what(whole, scale))
}

/// A float with the fifteen digits that PostgreSQL takes of it, and without an exponent.
fn shown(value: &str) -> String {
    let short = format!("printf('%.15g', {value})");
    format!("CASE WHEN {short} LIKE '%e%' THEN printf('%.30f', {value}) ELSE {short} END")
}

/// A text without a digit too many; none of them is cut.
fn text(value: &str, whole: u32, scale: u32) -> String {
    let text = format!("trim({value}, char(32, 9, 10, 11, 12, 13))");
    let digits = unsigned(&text);
    let before = format!("ltrim(substr({digits}, 1, instr({digits} || '.', '.') - 1), '0')");
    let behind = format!("rtrim(substr({digits}, instr({digits} || '.', '.') + 1), '0')");
    let fits =
        format!("{} AND length({before}) <= {whole} AND length({behind}) <= {scale}", is_digits(&digits));
    checked(value, &fits, &format!("ltrim({text}, '+')"), &what(whole, scale))
}

/// The number that `text` writes, cut to the scale, and one more in its last place where the next digit
/// says so: nines become zeros, and the digit before them grows. What is not cut stays as it is written.
fn rounded(value: &str, text: &str, whole: u32, scale: u32) -> String {
    let kept = format!("\"whole\" || substr(\"fraction\" || '{}', 1, {scale})", "0".repeat(scale as usize));
    let sign = "CASE WHEN \"text\" LIKE '-%' AND \"number\" GLOB '*[1-9]*' THEN '-' ELSE '' END";
    let before = format!("ltrim(substr(\"number\", 1, length(\"number\") - {scale}), '0')");
    let behind = match scale {
        0 => String::new(),
        scale => format!(" || '.' || substr(\"number\", -{scale})"),
    };
    format!(
        "CASE WHEN {value} IS NULL THEN NULL ELSE (\n\
         \x20   SELECT CASE WHEN {is_number} AND length({before}) <= {whole} THEN\n\
         \x20       CASE WHEN length(\"fraction\") <= {scale} THEN \"text\"\n\
         \x20       ELSE {sign} || substr('0', 1, {before} = '') || {before}{behind} END\n\
         \x20   ELSE {refused} END\n\
         \x20   FROM (SELECT *, CASE WHEN substr(\"fraction\", {next}, 1) < '5' THEN \"kept\"\n\
         \x20       ELSE substr(\"stem\", 1, length(\"stem\") - 1) || (substr(\"stem\", -1) + 1)\n\
         \x20           || replace(substr(\"kept\", length(\"stem\") + 1), '9', '0') END AS \"number\"\n\
         \x20   FROM (SELECT *, rtrim(\"kept\", '9') AS \"stem\"\n\
         \x20   FROM (SELECT *, {kept} AS \"kept\"\n\
         \x20   FROM (SELECT *, substr(\"digits\", 1, instr(\"digits\" || '.', '.') - 1) AS \"whole\",\n\
         \x20       substr(\"digits\", instr(\"digits\" || '.', '.') + 1) AS \"fraction\"\n\
         \x20   FROM (SELECT \"text\", {digits} AS \"digits\" FROM (SELECT {text} AS \"text\"))))))) END",
        is_number = is_digits("\"digits\""),
        refused = refused(value, &what(whole, scale)),
        next = scale + 1,
        digits = unsigned("\"text\""),
    )
}
