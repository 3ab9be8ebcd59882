//! Texts as values of another portable type that SQLite keeps as text or bytes too: what is none stops.

use super::conversion::checked;
use super::rebuild::refused_as;
use crate::schema::{Conversion, Type};

/// The text as a value of the other type; none where every text is one.
pub(super) fn text(value: &str, from: &Type, to: &Type) -> Option<String> {
    if !matches!(from, Type::Text | Type::String(_)) {
        return of_uuid(value, from, to);
    }
    Some(match (from, to) {
        (Type::String(from), Type::String(to)) if from <= to => return None,
        (_, Type::String(length)) => {
            let fits = format!("length({value}) <= {length}");
            checked(value, &fits, value, &format!("no text of at most {length} characters"))
        }
        // SQLite counts a day that a month has not on into the next one: the text is another.
        (_, Type::Date) => checked(value, &format!("date({value}) = {value}"), value, "no date"),
        (_, Type::Time) => time(value),
        (_, Type::DateTime) => moment(value, ""),
        (_, Type::Timestamp) => moment(value, "+00:00"),
        (_, Type::Array(_)) => {
            let fits = format!("CASE WHEN json_valid({value}) THEN json_type({value}) = 'array' END");
            checked(value, &fits, value, "no list")
        }
        (_, Type::Json) => checked(value, &format!("json_valid({value})"), value, "no JSON"),
        (_, Type::Uuid | Type::UuidText) => {
            let (dashed, digits) = (format!("unhex({value}, '-')"), format!("unhex({value})"));
            let fits = format!(
                "({value} GLOB '????????-????-????-????-????????????' AND length({dashed}) = 16) \
                 OR length({digits}) = 16"
            );
            checked(value, &fits, &dashed, "no UUID")
        }
        _ => return None,
    })
}

/// The text that a value of another type becomes, where it may be too long for the type.
///
/// `shown` is the value as a text without a length.
pub(super) fn short(value: &str, shown: &str, from: &Type, to: &Type) -> Option<String> {
    let Type::String(length) = to else { return None };
    // The longest of them is 'false'.
    let fits_all = from.conversion_to(to) == Conversion::Exact || (*from == Type::Boolean && *length > 4);
    if fits_all {
        return None;
    }
    let fits = format!("length({shown}) <= {length}");
    Some(checked(value, &fits, shown, &format!("no text of at most {length} characters")))
}

/// The text that bytes are in UTF-8; what is none stops, and so does a NUL, at which functions of SQLite's end.
///
/// One character after the other is taken out of the text wherever it stands: SQLite reads what is no
/// character as another one, whose bytes are not those that stand there.
pub(super) fn utf8(value: &str) -> String {
    let first = "substr(\"rest\", 1, 1)";
    let fits = format!(
        "instr({value}, x'00') = 0 AND EXISTS (WITH RECURSIVE \"strobila_text\" (\"rest\") AS (\n\
         \x20   SELECT ltrim(CAST({value} AS TEXT)) UNION ALL\n\
         \x20   SELECT ltrim(replace(\"rest\", {first}, ' ')) FROM \"strobila_text\"\n\
         \x20   WHERE \"rest\" <> '' AND char(unicode(\"rest\")) = {first})\n\
         \x20   SELECT 1 FROM \"strobila_text\" WHERE \"rest\" = '')"
    );
    let refused = refused_as(value, &format!("hex({value})"), "no text in UTF-8");
    format!("CASE WHEN {value} IS NULL THEN NULL WHEN {fits} THEN CAST({value} AS TEXT) ELSE {refused} END")
}

/// Sixteen bytes are a UUID whatever they hold.
fn of_uuid(value: &str, from: &Type, to: &Type) -> Option<String> {
    let fits = format!("typeof({value}) = 'blob' AND length({value}) = 16");
    match (from, to) {
        (Type::Uuid | Type::UuidText, Type::Text) => {
            let groups = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)];
            let groups = groups.map(|(start, length)| format!("substr(hex({value}), {start}, {length})"));
            Some(checked(value, &fits, &format!("lower({})", groups.join(" || '-' || ")), "no UUID"))
        }
        (Type::Uuid | Type::UuidText, Type::Json) => {
            let text = of_uuid(value, from, &Type::Text)?;
            Some(format!("json_quote({text})"))
        }
        (Type::Blob | Type::Binary(_), Type::Uuid | Type::UuidText) => {
            Some(checked(value, &fits, value, "no UUID"))
        }
        _ => None,
    }
}

/// Nothing, or a point and digits.
fn is_fraction(text: &str) -> String {
    format!("({text} = '' OR ({text} GLOB '.[0-9]*' AND substr({text}, 2) NOT GLOB '*[^0-9]*'))")
}

fn time(value: &str) -> String {
    let fits = format!(
        "time(substr({value}, 1, 8)) = substr({value}, 1, 8) AND {}",
        is_fraction(&format!("substr({value}, 9)"))
    );
    let then = format!("CASE length({value}) WHEN 5 THEN {value} || ':00' ELSE {value} END");
    checked(value, &format!("({fits}) OR time({value}) = {value} || ':00'"), &then, "no time")
}

/// `zone` is what the kept text ends with where it names none, as sqlx writes it.
fn moment(value: &str, zone: &str) -> String {
    let rest = format!("substr({value}, 20)");
    let shown = format!("replace(substr({value}, 1, 19), 'T', ' ')");
    let tail = if zone.is_empty() {
        // UTC is the only zone whose moment stays when its name goes.
        let bare = format!("replace(replace({rest}, '+00:00', ''), 'Z', '')");
        format!("datetime({value}) IS NOT NULL AND {}", is_fraction(&bare))
    } else {
        format!("datetime({value}) IS NOT NULL AND {rest} NOT GLOB '*[^-+0-9:.Z]*'")
    };
    let fits = format!("date({value}) = {value} OR (datetime({shown}) = {shown} AND {tail})");
    let whole = if zone.is_empty() {
        format!("substr({value}, 1, 19) || replace(replace({rest}, '+00:00', ''), 'Z', '')")
    } else {
        format!("CASE WHEN {rest} GLOB '*[-+Z]*' THEN {value} ELSE {value} || '{zone}' END")
    };
    let then = format!("CASE length({value}) WHEN 10 THEN {value} || ' 00:00:00{zone}' ELSE {whole} END");
    let why = if zone.is_empty() { "no date and time" } else { "no moment" };
    checked(value, &fits, &then, why)
}
