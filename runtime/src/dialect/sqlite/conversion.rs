//! Numbers of one portable type as those of another. SQLite keeps both as one type, or would take what does
//! not fit, so that the copy of the rows converts as PostgreSQL does, or stops.

use super::rebuild::refused;
use crate::schema::Type;

/// The value as one of the other type; none where every value stays what it is.
pub(super) fn number(value: &str, from: &Type, to: &Type) -> Option<String> {
    let is_text = matches!(from, Type::Text | Type::String(_));
    Some(match (from, range(to)) {
        (from, Some(range)) if range.holds(from) => return None,
        (Type::Integer | Type::BigInt, Some(range)) => {
            let fits = format!("typeof({value}) = 'integer' AND {value} BETWEEN {}", range.between());
            checked(value, &fits, value, &range.what())
        }
        (Type::Float | Type::Double, Some(range)) => half_to_even(value, &range),
        (Type::Decimal { .. }, Some(range)) => half_away(value, &range),
        (_, Some(range)) if is_text => digits(value, &range),
        (_, None) if is_text && matches!(to, Type::Float | Type::Double) => real(value, to),
        (Type::Decimal { .. }, None) if *to == Type::Float => real(value, to),
        (Type::Double, None) if *to == Type::Float => {
            let fits = format!("typeof({value}) IN ('integer', 'real') AND {}", fits_single(value));
            checked(value, &fits, value, "no number of 32 bits")
        }
        _ => return None,
    })
}

/// The whole numbers of a type.
struct Range {
    bits: u32,
    lowest: &'static str,
    highest: &'static str,
}

impl Range {
    fn holds(&self, from: &Type) -> bool {
        range(from).is_some_and(|from| from.bits <= self.bits)
    }

    fn between(&self) -> String {
        format!("{} AND {}", self.lowest, self.highest)
    }

    fn what(&self) -> String {
        format!("no whole number of {} bits", self.bits)
    }
}

/// How many digits the numbers of a type have.
pub(super) fn whole_digits(ty: &Type) -> u32 {
    range(ty).map_or(0, |range| range.highest.len() as u32)
}

fn range(ty: &Type) -> Option<Range> {
    let (bits, lowest, highest) = match ty {
        Type::SmallInt => (16, "-32768", "32767"),
        Type::Integer => (32, "-2147483648", "2147483647"),
        Type::BigInt => (64, "-9223372036854775808", "9223372036854775807"),
        _ => return None,
    };
    Some(Range { bits, lowest, highest })
}

pub(super) fn checked(value: &str, fits: &str, then: &str, why: &str) -> String {
    let refused = refused(value, why);
    format!("CASE WHEN {value} IS NULL THEN NULL WHEN {fits} THEN {then} ELSE {refused} END")
}

/// PostgreSQL rounds a float to the nearest whole number, and a half to the even one.
fn half_to_even(value: &str, range: &Range) -> String {
    let (whole, odd) = (format!("CAST({value} AS INTEGER)"), format!("CAST({value} AS INTEGER) % 2"));
    let rest = format!("{value} - {whole}");
    let rounded = format!(
        "{whole} + CASE WHEN abs({rest}) < 0.5 OR (abs({rest}) = 0.5 AND {odd} = 0) THEN 0 \
         WHEN {value} < 0 THEN -1 ELSE 1 END"
    );
    // What lies half a step above the highest rounds to the next, which is even; below the lowest, to it.
    let fits = match range.bits {
        64 => format!("{value} >= -9223372036854775808.0 AND {value} < 9223372036854775808.0"),
        _ => format!("{value} >= {}.5 AND {value} < {}.5", range.lowest, range.highest),
    };
    let fits = format!("typeof({value}) IN ('integer', 'real') AND {fits}");
    checked(value, &fits, &rounded, &range.what())
}

/// PostgreSQL rounds half a decimal away from zero. Its text has every digit, which a float has not.
fn half_away(value: &str, range: &Range) -> String {
    let point = format!("instr({value}, '.')");
    let rounded = format!(
        "CAST({value} AS INTEGER) + CASE WHEN {point} = 0 OR substr({value}, {point} + 1, 1) < '5' THEN 0 \
         WHEN {value} LIKE '-%' THEN -1 ELSE 1 END"
    );
    let fits = format!(
        "CAST({value} AS NUMERIC) = {value} AND {value} NOT LIKE '%e%' AND abs(CAST({value} AS REAL)) < 9.2e18 \
         AND {rounded} BETWEEN {}",
        range.between()
    );
    checked(value, &fits, &rounded, &range.what())
}

/// A text is a whole number when it is a sign, if any, and digits, with spaces around.
fn digits(value: &str, range: &Range) -> String {
    let text = format!("trim({value}, char(32, 9, 10, 11, 12, 13))");
    let number = format!("CAST({text} AS INTEGER)");
    let digits = format!("substr({text}, 1 + ({text} GLOB '[+-]*'))");
    // A number beyond 64 bits becomes the nearest there is, and its digits are others.
    let fits = format!(
        "{digits} GLOB '[0-9]*' AND {digits} NOT GLOB '*[^0-9]*' \
         AND ltrim({digits}, '0') = ltrim(CAST({number} AS TEXT), '-0') AND {number} BETWEEN {}",
        range.between()
    );
    checked(value, &fits, &number, &range.what())
}

/// A text is a number when SQLite compares it as one; what only rounds to zero or to infinity is none.
fn real(value: &str, to: &Type) -> String {
    let number = format!("CAST({value} AS REAL)");
    let is_zero = format!("substr({value}, 1, instr(lower({value}) || 'e', 'e')) NOT GLOB '*[1-9]*'");
    let in_range = match to {
        Type::Float => format!("({} OR {number} = 0)", fits_single(&number)),
        _ => format!("abs({number}) < 9e999"),
    };
    let fits = format!("CAST({value} AS NUMERIC) = {value} AND {in_range} AND ({number} <> 0 OR {is_zero})");
    checked(value, &fits, &number, "no number")
}

/// Whether a float of 32 bits is near: neither zero nor infinity is.
fn fits_single(value: &str) -> String {
    format!("({value} = 0 OR abs({value}) BETWEEN 7.0064923216240862e-46 AND 3.4028235677973362e38)")
}
