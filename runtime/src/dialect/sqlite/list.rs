//! Lists whose items change their type. A list is kept as JSON: each item becomes one of the other type, in
//! the form that JSON has for it, or stops.

use super::rebuild::{REFUSED, converted};
use super::types::kept;
use super::{Sqlite, conversion, decimal, reading};
use crate::dialect::Dialect;
use crate::schema::Type;

/// The list with every item as one of the other type; none where every item stays what it is.
pub(super) fn list(value: &str, from: &Type, to: &Type) -> Option<String> {
    let Type::Array(to_item) = to else { return None };
    let from_item = match from {
        Type::Array(item) => item,
        Type::Text | Type::String(_) => &Box::new(Type::Text),
        _ => return None,
    };
    let becomes = |value: &str| item(value, from_item, to_item);
    becomes("")?;
    let list = reading::text(value, &Type::Text, to)?;
    Sqlite.each_item(&list, &|item| {
        let sql = becomes(item).unwrap_or_else(|| item.to_owned());
        // What is refused names the column.
        let name =
            |name: &str| Sqlite.quote_literal(&format!("{name} {REFUSED}")).trim_end_matches('\'').to_owned();
        sql.replace(&name(item), &name(value))
    })
}

fn item(value: &str, from: &Type, to: &Type) -> Option<String> {
    let is_text = |ty: &Type| matches!(ty, Type::Text | Type::String(_));
    let is_float = |ty: &Type| matches!(ty, Type::Float | Type::Double);
    let is_decimal = |ty: &Type| matches!(ty, Type::Decimal { .. });
    let is_plain = |ty: &Type| ty.is_integer() || is_float(ty) || is_decimal(ty) || *ty == Type::Boolean;
    // JSON has a text for all others.
    let from = if is_plain(from) || is_text(from) { from } else { &Type::Text };
    if !is_text(to) && !is_plain(to) {
        return None;
    }
    let becomes = decimal::decimal(value, from, to)
        .or_else(|| conversion::number(value, from, to))
        .or_else(|| reading::text(value, from, to));
    let becomes = match (becomes, kept(from).ok()?, kept(to).ok()?) {
        (Some(becomes), _, _) => becomes,
        // It may be a number there.
        (None, _, to) if is_decimal(from) && is_text(&to) => converted(value, &Type::Double, &to),
        (None, from, to) if from == to || from == Type::Integer && to == Type::Double => return None,
        (None, from, to) => converted(value, &from, &to),
    };
    Some(match to {
        Type::Boolean => format!("json(CASE {becomes} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)"),
        // JSON of SQLite's own has fifteen digits.
        to if is_float(to) => format!("json({})", converted(&becomes, &Type::Double, &Type::Text)),
        Type::String(length) if !is_text(from) => {
            let why = format!("no text of at most {length} characters");
            conversion::checked(value, &format!("length({becomes}) <= {length}"), &becomes, &why)
        }
        _ => becomes,
    })
}
