//! How a value becomes one of another type, where MODIFY COLUMN alone would make something else of it.

use super::super::expression::bare_call;
use super::super::{backticked, default, types};
use crate::Target;
use crate::schema::Type;

/// A stop on the way from one type to another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stop {
    /// The type that the column has there; none means the one before.
    pub(super) ty: Option<Type>,
    /// What its values become there.
    pub(super) value: Option<String>,
}

/// Where a type stays a key: a text of it can be one without a length.
const WAY: Type = Type::String(255);

/// What a number of 32 bits rounds to 0, and everything below it.
const HALF_THE_SMALLEST: &str = "7.006492321624085e-46";

/// A fill with the portable words in the form of a column of that type.
pub(super) fn portable(fill: &str, ty: &Type, target: Target) -> String {
    match bare_call(fill).as_deref() {
        Some("now()") if types::fraction(ty).is_some() || *ty == Type::Date => {
            let digits = types::fraction(ty).filter(|digits| *digits > 0);
            format!("current_timestamp({})", digits.map(|digits| digits.to_string()).unwrap_or_default())
        }
        Some("uuid()") if types::is_bytes(ty) => default::uuid_bytes(target).to_owned(),
        Some(_) | None => fill.to_owned(),
    }
}

/// The way by an expression that a person or a plan gave: it reads values of the old type. None where the
/// column cannot hold old and new values at once, and the new ones need a column beside it: what is
/// computed with numbers as text loses digits without a word.
pub(super) fn by(using: &str, from: &Type, to: &Type) -> Option<Vec<Stop>> {
    let value = Some(using.to_owned());
    let ty = match (types::values_of(from), types::values_of(to)) {
        _ if from == to => None,
        // Old and new values at once, while the rows change from the ones to the others.
        (Some(old), Some(mut new)) => {
            new.extend(old.into_iter().filter(|value| !new.contains(value)).collect::<Vec<_>>());
            Some(types::enumeration(&new)).filter(|both| both != from)
        }
        (None, _) if types::is_text(from) || *from == Type::Blob => None,
        (None, _) if *from == Type::Json => Some(Type::Text),
        (None, _) if types::is_bytes(from) => Some(Type::Custom("varbinary(255)".into())),
        (Some(_), None) => Some(WAY),
        (None, _) => return None,
    };
    Some(vec![Stop { ty, value }])
}

/// A computed value as a column of the type takes it: as a number it would be a place in an enum's list.
pub(super) fn beside(using: &str, to: &Type) -> String {
    if types::values_of(to).is_some() { format!("concat({using})") } else { using.to_owned() }
}

/// The way that needs no word of a person; empty where MODIFY COLUMN converts as the other databases do.
pub(super) fn of(column: &str, from: &Type, to: &Type) -> Vec<Stop> {
    let c = backticked(column);
    let stop = |ty: Type, value: String| vec![Stop { ty: Some(ty), value: Some(value) }];
    let here = |value: String| vec![Stop { ty: None, value: Some(value) }];
    let through = |ty: Type| vec![Stop { ty: Some(ty), value: None }];
    let is_enum = |ty: &Type| types::values_of(ty).is_some();
    let bytes = || Type::Custom("varbinary(255)".into());
    match (from, to) {
        // The text of a UUID is not its bytes. What is no UUID is made too long, so that the server
        // refuses the statement, and no row is changed.
        (Type::Uuid, to) if types::is_text(to) => {
            let digits = format!("lower(hex({c}))");
            let dashed =
                [9, 14, 19, 24].iter().fold(digits, |text, at| format!("insert({text}, {at}, 0, '-')"));
            stop(bytes(), dashed)
        }
        (from, Type::Uuid) if types::is_text(from) => {
            let digits = format!("replace({c}, '-', '')");
            stop(
                bytes(),
                format!(
                    "CASE WHEN convert({digits} using utf8mb4) REGEXP '^[0-9A-Fa-f]{{32}}$' AND length({digits}) = 32 \
                     THEN unhex({digits}) WHEN {c} IS NOT NULL THEN repeat('-', 256) END"
                ),
            )
        }
        (Type::Boolean, to) if types::is_text(to) && !is_enum(to) => {
            stop(WAY, format!("CASE {c} WHEN '1' THEN 'true' WHEN '0' THEN 'false' ELSE {c} END"))
        }
        (from, Type::Boolean) if types::is_text(from) && !is_enum(from) => here(format!(
            "CASE WHEN lower(trim({c})) IN ('true', 't', 'yes', 'y', 'on') THEN '1' \
                 WHEN lower(trim({c})) IN ('false', 'f', 'no', 'n', 'off') THEN '0' ELSE {c} END"
        )),
        (from, Type::Boolean) if types::is_number(from) => here(format!("{c} <> 0")),
        // MariaDB reads no zone in a text; the session is in UTC, any other zone is refused.
        (from, Type::DateTime | Type::Timestamp) if types::is_text(from) && !is_enum(from) => {
            let moment = format!("regexp_replace({c}, '(Z|[+]00(:?00)?)$', '')");
            // What is no moment stops the cast, before a row is changed.
            here(format!("CASE WHEN CAST({moment} AS datetime(6)) IS NULL THEN {c} ELSE {moment} END"))
        }
        // A time of the server's is an interval, of up to 838 hours. What is none of a day stops the
        // statement, since its text is no number.
        (from, Type::Time) if types::is_text(from) && !is_enum(from) => here(format!(
            "CASE WHEN trim({c}) REGEXP '^([01]?[0-9]|2[0-3]):[0-5]?[0-9]' THEN {c} WHEN {c} IS NOT NULL THEN {} END",
            refused(&c, "no time of a day")
        )),
        // The server takes the lowest number that is too large for the highest that is not.
        (Type::Float | Type::Double, Type::BigInt) => here(format!(
            "CASE WHEN {c} >= 9223372036854775808 THEN {} ELSE {c} END",
            refused(&c, "no whole number of 64 bits")
        )),
        // The server writes a number of 32 bits with six digits.
        (Type::Float, to) if types::is_text(to) && !is_enum(to) || *to == Type::Json => through(Type::Double),
        // The server takes a number that is too small for 0.
        (Type::Double, Type::Float) => here(format!(
            "CASE WHEN {c} <> 0 AND abs({c}) <= {HALF_THE_SMALLEST} THEN {} ELSE {c} END",
            refused(&c, "no number of 32 bits")
        )),
        (from, Type::Float | Type::Double) if types::is_text(from) && !is_enum(from) => {
            let smallest = if *to == Type::Float { HALF_THE_SMALLEST } else { "0" };
            here(format!(
                "CASE WHEN abs(CAST({c} AS DOUBLE)) <= {smallest} AND substring_index(lower({c}), 'e', 1) REGEXP '[1-9]' \
                 THEN {} ELSE {c} END",
                refused(&c, "too small a number")
            ))
        }
        // As a number an enum is the place of its value in the list.
        (from, to) if is_enum(from) != is_enum(to) && !(types::is_text(from) && types::is_text(to)) => {
            through(WAY)
        }
        _ => Vec::new(),
    }
}

/// What stops the change where the server would cut blanks at the end of a text without a word, though it is
/// strict: the rows that hold one, and a value that stops the statement.
pub(super) fn uncut(column: &str, from: &Type, to: &Type) -> Option<(String, String)> {
    let c = backticked(column);
    let is_enum = types::values_of(to).is_some();
    match (from, to) {
        // It refuses these itself.
        (Type::String(_), Type::String(_)) => None,
        // Its values have no blank at their end.
        (from, _) if types::values_of(from).is_some() => None,
        (from, Type::String(length)) if types::is_text(from) || matches!(from, Type::Json | Type::Blob) => {
            let text = if *from == Type::Blob { format!("convert({c} using utf8mb4)") } else { c };
            let why = format!("no text of at most {length} characters");
            Some((format!("char_length({text}) > {length}"), refused(&text, &why)))
        }
        (from, _) if is_enum && types::is_text(from) => {
            Some((format!("{c} LIKE '% '"), refused(&c, "no value of it, for the blank at its end")))
        }
        _ => None,
    }
}

/// What stops a statement in strict mode, before a row is changed: the text is no number, and the error shows
/// it.
fn refused(value: &str, why: &str) -> String {
    format!("CAST(concat({value}, ' is {why}') AS SIGNED)")
}

#[cfg(test)]
mod tests {
    use super::{Stop, beside, by, of};
    use crate::dialect::mysql::types::enumeration;
    use crate::schema::Type;

    #[test]
    fn an_enum_is_never_taken_for_the_place_of_its_value() {
        let item = enumeration(&["1", "2"]);
        for (from, to) in [(&Type::Integer, &item), (&item, &Type::Integer), (&item, &Type::Boolean)] {
            assert_eq!(of("c", from, to), [Stop { ty: Some(Type::String(255)), value: None }], "{from} {to}");
        }
        assert_eq!(of("c", &item, &Type::Text), []);
        assert_eq!(of("c", &Type::Text, &item), []);
    }

    #[test]
    fn values_that_change_their_names_stand_beside_the_old_ones() {
        let stops = by("CASE", &enumeration(&["a", "b"]), &enumeration(&["b", "c"])).unwrap();
        assert_eq!(stops[0].ty, Some(enumeration(&["b", "c", "a"])));
        // A swap needs no other list.
        assert_eq!(by("CASE", &enumeration(&["a", "b"]), &enumeration(&["a", "b"])).unwrap()[0].ty, None);
    }

    #[test]
    fn what_is_computed_of_numbers_and_moments_has_a_column_of_its_own() {
        for from in [Type::BigInt, Type::Decimal { precision: 40, scale: 9 }, Type::Boolean, Type::Timestamp]
        {
            assert_eq!(by("x", &from, &Type::Text), None, "{from}");
        }
        assert_eq!(beside("x + 1", &enumeration(&["1", "2"])), "concat(x + 1)");
    }
}
