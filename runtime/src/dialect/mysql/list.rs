//! Lists whose items change their type. A list is kept as JSON: each item becomes one of the other type, in
//! the form that JSON has for it, or stops.

use super::{Mysql, types};
use crate::dialect::Dialect;
use crate::schema::{Name, Type};

/// What the text of a number is.
const NUMBER: &str = "^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)(e[+-]?[0-9]+)?$";

/// The list with every item as one of the other type; none where every item stays what it is.
pub(super) fn list(dialect: Mysql, table: &Name, column: &str, from: &Type, to: &Type) -> Option<String> {
    let Type::Array(to) = to else { return None };
    let name = format!("{}.{}", dialect.quote(&table.name), dialect.quote(column));
    let refuse = |value: &str, why: &str| dialect.refusal(value, &format!("{name} holds {why}"));
    let is_list = format!("CASE WHEN json_valid({name}) THEN json_type({name}) = 'ARRAY' END");
    let list = format!(
        "CASE WHEN {name} IS NULL THEN NULL WHEN {is_list} THEN {name} ELSE {} END",
        refuse(&name, "no list")
    );
    let is_text = matches!(from, Type::Text | Type::String(_));
    let from = match from {
        Type::Array(from) => from,
        _ if is_text => &Type::Text,
        _ => return None,
    };
    let becomes = |value: &str| item(value, from, to, &|why| refuse(value, why));
    if becomes("").is_none() {
        return is_text.then_some(list);
    }
    dialect.each_item(&list, &|item| becomes(item).unwrap_or_else(|| item.to_owned()))
}

fn item(value: &str, from: &Type, to: &Type, refuse: &dyn Fn(&str) -> String) -> Option<String> {
    let is_float = |ty: &Type| matches!(ty, Type::Float | Type::Double);
    let is_boolean = |ty: &Type| *ty == Type::Boolean;
    let is_plain = |ty: &Type| types::is_number(ty) || is_boolean(ty);
    let when = |fits: &str, then: &str, why: &str| {
        format!("CASE WHEN {value} IS NULL THEN NULL WHEN {fits} THEN {then} ELSE {} END", refuse(why))
    };
    let is_number = format!("trim({value}) REGEXP '{NUMBER}'");
    let double = format!("CAST(trim({value}) AS DOUBLE)");
    Some(match (from, to) {
        (from, to) if from == to => return None,
        (Type::String(from), Type::String(to)) if from <= to => return None,
        (_, Type::String(length)) => {
            let why = format!("no text of at most {length} characters");
            when(&format!("char_length({value}) <= {length}"), value, &why)
        }
        (from, Type::Text) => return is_plain(from).then(|| value.to_owned()),
        (from, to) if is_boolean(from) != is_boolean(to) && is_plain(from) => return None,
        (from, to) if from.is_integer() && (is_float(to) || bits(from) <= bits(to)) => return None,
        (from, to) if to.is_integer() => {
            let (is_number, number) = match from {
                from if is_float(from) => (is_number, format!("round({double})")),
                Type::Decimal { .. } => (is_number, format!("round(CAST({value} AS DECIMAL(65, 30)))")),
                _ => {
                    let digits = format!("trim({value}) REGEXP '^[+-]?[0-9]+$'");
                    (digits, format!("CAST(trim({value}) AS DECIMAL(65))"))
                }
            };
            let limit = 1u64 << (bits(to) - 1);
            let fits = format!("{is_number} AND {number} >= -{limit} AND {number} < {limit}");
            when(
                &fits,
                &format!("CAST({number} AS SIGNED)"),
                &format!("no whole number of {} bits", bits(to)),
            )
        }
        (Type::Float, Type::Double) => return None,
        (_, Type::Float | Type::Double) => {
            let (smallest, largest) = match to {
                Type::Float => ("7.0064923216240862e-46", "3.4028235677973362e38"),
                _ => ("4e-324", "1.7976931348623157e308"),
            };
            let is_zero = format!("substring_index(lower({value}), 'e', 1) NOT REGEXP '[1-9]'");
            let fits =
                format!("{is_number} AND ({is_zero} OR abs({double}) BETWEEN {smallest} AND {largest})");
            when(&fits, &double, "no number")
        }
        (_, Type::Decimal { precision, scale }) => {
            let whole = "9".repeat(precision.saturating_sub(*scale) as usize);
            let number = format!("round(CAST(trim({value}) AS DECIMAL(65, 30)), {scale})");
            let fits = format!("{is_number} AND abs({number}) < 0{whole} + 1");
            let then = format!("CAST(CAST({number} AS DECIMAL({precision}, {scale})) AS CHAR)");
            when(&fits, &then, &format!("no decimal({precision},{scale})"))
        }
        (_, Type::Boolean) => {
            let (yes, no) = ("'true', 't', 'yes', 'y', 'on', '1'", "'false', 'f', 'no', 'n', 'off', '0'");
            let text = format!("lower(trim({value}))");
            let truth = format!("CASE WHEN {text} IN ({yes}) THEN 'true' ELSE 'false' END");
            format!(
                "json_extract({}, '$')",
                when(&format!("{text} IN ({yes}, {no})"), &truth, "no truth value")
            )
        }
        _ => return None,
    })
}

/// How many bits a whole number of the type has.
fn bits(ty: &Type) -> u32 {
    match ty {
        Type::SmallInt => 16,
        Type::Integer => 32,
        Type::BigInt => 64,
        _ => 0,
    }
}
