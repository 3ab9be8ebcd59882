//! Values for a column, as SQL literals.

use std::collections::BTreeMap;

use serde_json::Value;
use strobila::dialect::Dialect;
use strobila::operation::Operation;
use strobila::schema::{Name, Schema, Type};

use super::wishes::Wishes;

/// What the checks of a table say about the values of one column.
#[derive(Debug, Default)]
pub(super) struct Clues {
    /// Texts that stand in the checks.
    pub(super) texts: Vec<String>,
    /// Numbers that stand in the checks.
    pub(super) numbers: Vec<i64>,
    /// Whether a check names the column.
    pub(super) is_checked: bool,
    /// What a change of the column makes of its values.
    pub(super) conversion: Option<String>,
    /// The type of an item and items, where the column is an array to models.
    pub(super) list: Option<(Type, Vec<String>)>,
}

/// Values that a column of type `ty` takes, the likeliest first, three of them different wherever the
/// type has three. `wish` is the type that the column will have.
pub(super) fn values(
    ty: &Type,
    wish: Option<&Type>,
    clues: &Clues,
    schema: &Schema,
    wishes: &Wishes,
    dialect: &dyn Dialect,
) -> Vec<String> {
    let named = || clues.conversion.iter().flat_map(|sql| converted(sql)).collect::<Vec<_>>();
    let raw = if let (Some((item, items)), Type::Text | Type::String(_) | Type::Json | Type::Array(_)) =
        (&clues.list, ty)
    {
        let is_native = matches!(ty, Type::Array(_)) || matches!(wish, Some(Type::Array(_)));
        if is_native { lists(items) } else { json_lists(item, items) }
    } else if let (Type::Array(_), Some(Type::Array(wish))) = (ty, wish)
        && let Type::Enum(_) = **wish
    {
        let mut items = named();
        items.extend(raw(wish, clues, schema, wishes, dialect));
        lists(&items)
    } else if is_text(ty)
        && let Some(wish) = wish.filter(|wish| !is_text(wish))
    {
        let is_enum = matches!(wish, Type::Enum(_)) || dialect.enum_values(wish).is_some();
        let mut list = if is_enum { named() } else { Vec::new() };
        list.extend(raw(wish, clues, schema, wishes, dialect));
        list
    } else if matches!(wish, Some(Type::Boolean)) && is_number(ty) {
        vec!["1".to_owned(), "0".to_owned()]
    } else if let Some(Type::Decimal { precision, scale }) = wish
        && matches!(ty, Type::Decimal { .. })
        && precision == scale
    {
        decimals(*precision, *scale, clues)
    } else {
        raw_of_both(ty, wish, clues, schema, wishes, dialect)
    };
    let longest = [Some(ty), wish].into_iter().flatten().filter_map(length).min();
    let mut out = Vec::new();
    for text in raw {
        let text = match longest {
            Some(longest) => text.chars().take(longest).collect(),
            None => text,
        };
        let literal = literal(ty, &text, dialect);
        if !out.contains(&literal) {
            out.push(literal);
        }
    }
    out
}

fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Text | Type::String(_))
}

fn is_number(ty: &Type) -> bool {
    matches!(
        ty,
        Type::SmallInt | Type::Integer | Type::BigInt | Type::Float | Type::Double | Type::Decimal { .. }
    )
}

fn length(ty: &Type) -> Option<usize> {
    match ty {
        Type::String(length) => Some(*length as usize),
        _ => None,
    }
}

/// The values of the type as it is that the type as it will be has too, or that a conversion makes one of
/// its values, where both are lists.
fn raw_of_both(
    ty: &Type,
    wish: Option<&Type>,
    clues: &Clues,
    schema: &Schema,
    wishes: &Wishes,
    dialect: &dyn Dialect,
) -> Vec<String> {
    let now = raw(ty, clues, schema, wishes, dialect);
    let then =
        dialect.enum_values(ty).and(wish).and_then(|wish| dialect.enum_values(wish)).unwrap_or_default();
    let will_be = |value: &String| {
        let literal = dialect.quote_literal(value);
        let rest = clues.conversion.as_ref()?.split_once(&format!(" WHEN {literal} THEN "))?.1;
        Some(then.iter().any(|then| rest.starts_with(&dialect.quote_literal(then))))
    };
    let fits = |value: &&String| will_be(value).unwrap_or_else(|| then.contains(value));
    let kept: Vec<String> = now.iter().filter(fits).cloned().collect();
    if kept.is_empty() { now } else { kept }
}

/// The values without quotes.
fn raw(ty: &Type, clues: &Clues, schema: &Schema, wishes: &Wishes, dialect: &dyn Dialect) -> Vec<String> {
    if let Some(values) = dialect.enum_values(ty) {
        return values;
    }
    let owned = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    match ty {
        Type::SmallInt | Type::Integer | Type::BigInt => integers(clues),
        Type::Float | Type::Double => {
            let mut list = owned(&["1.5", "2.25", "3.75"]);
            list.extend(near(clues));
            list
        }
        Type::Decimal { precision, scale } => decimals(*precision, *scale, clues),
        Type::Text | Type::String(_) => texts(clues),
        Type::Boolean => owned(&["TRUE", "FALSE"]),
        Type::Date => owned(&["2026-01-02", "2026-02-03", "2027-03-04"]),
        Type::Time => owned(&["01:02:03", "12:30:00", "23:59:58"]),
        Type::DateTime => owned(&["2026-01-02 03:04:05", "2026-02-03 04:05:06", "2027-03-04 05:06:07"]),
        Type::Timestamp => {
            owned(&["2026-01-02 03:04:05+00:00", "2026-02-03 04:05:06+00:00", "2027-03-04 05:06:07+00:00"])
        }
        Type::Json => owned(&[r#"{"a": [1, "it's"]}"#, "[]", "{}"]),
        Type::Uuid | Type::UuidText => {
            (1..=3).map(|number| format!("00000000-0000-4000-8000-00000000000{number}")).collect()
        }
        Type::Enum(name) => {
            let now = schema.enums.get(name).or_else(|| wishes.new_enums.get(name));
            let now = now.map_or(&[][..], |item| &item.values);
            let then = wishes.enums.get(name).map(|item| &item.values);
            let kept: Vec<String> =
                now.iter().filter(|value| then.is_none_or(|then| then.contains(value))).cloned().collect();
            if kept.is_empty() { now.to_vec() } else { kept }
        }
        Type::Array(item) => {
            let items = raw(item, &Clues::default(), schema, wishes, dialect);
            lists(&items)
        }
        Type::Binary(length) => (1..=3u8).map(|byte| bytes(byte, (*length).min(16))).collect(),
        Type::Blob => (1..=3u8).map(|byte| bytes(byte, 16)).collect(),
        Type::Custom(_) => {
            let mut list = clues.texts.clone();
            list.extend(integers(clues));
            list.extend(owned(&[
                "a",
                "b",
                "c",
                "{}",
                "[]",
                "2026-01-02",
                "1 day",
                "127.0.0.1",
                "10.0.0.0/8",
                "08:00:2b:01:02:03",
                "(1,2)",
                "[1,2)",
                "[2026-01-02,2026-01-03)",
                "00000000-0000-4000-8000-000000000001",
                "<a/>",
                "B101",
                "101",
            ]));
            list
        }
    }
}

/// Arrays of the items, as PostgreSQL writes them.
fn lists(items: &[String]) -> Vec<String> {
    let element = |text: &String| format!("\"{}\"", text.replace('\\', r"\\").replace('"', "\\\""));
    let list: Vec<String> = items.iter().take(3).map(element).collect();
    vec![
        format!("{{{}}}", list.join(",")),
        "{}".to_owned(),
        format!("{{{}}}", list[..1.min(list.len())].concat()),
    ]
}

/// Items for every array of the models, as the operations of the models leave them, too.
pub(super) fn list_items(
    portable: &Schema,
    models: &[Operation],
    dialect: &dyn Dialect,
) -> BTreeMap<(Name, String), (Type, Vec<String>)> {
    let wishes = Wishes::of(models);
    let mut lists = BTreeMap::new();
    for table in portable.tables.values() {
        for column in &table.columns {
            let place = (table.name.clone(), column.name.clone());
            let (item, wish) = match (&column.ty, wishes.types.get(&place)) {
                (Type::Array(item), Some(Type::Array(wish))) if is_text(item) => (item, wish),
                (Type::Array(item), _) => (item, item),
                // The text of a list.
                (text, Some(Type::Array(wish))) if is_text(text) => (wish, wish),
                _ => continue,
            };
            let longest = length(wish).unwrap_or(usize::MAX);
            let items = raw(wish, &Clues::default(), portable, &wishes, dialect);
            let items = items.into_iter().map(|text| text.chars().take(longest).collect()).collect();
            lists.insert(place, ((**item).clone(), items));
        }
    }
    lists
}

/// Arrays of the items as JSON.
fn json_lists(ty: &Type, items: &[String]) -> Vec<String> {
    let items: Vec<Value> = items.iter().take(3).map(|text| json_item(ty, text)).collect();
    let all = [&items[..], &[], &items[..1.min(items.len())]];
    all.map(|items| Value::from(items).to_string()).to_vec()
}

/// A value as an item of a list.
fn json_item(ty: &Type, text: &str) -> Value {
    let is_plain = is_number(ty) || matches!(ty, Type::Boolean | Type::Json);
    let plain = || if *ty == Type::Boolean { text.to_lowercase() } else { text.to_owned() };
    match ty {
        Type::Array(_) => Value::Array(Vec::new()),
        _ if is_plain => serde_json::from_str(&plain()).unwrap_or(Value::Null),
        _ => Value::String(text.to_owned()),
    }
}

/// The texts that a conversion turns into others.
fn converted(sql: &str) -> Vec<String> {
    let each = sql.split(" WHEN '").skip(1).filter_map(|rest| rest.split_once("' THEN "));
    each.map(|(text, _)| text.replace("''", "'")).collect()
}

/// Bytes in hexadecimal; the second is no valid UTF-8.
fn bytes(first: u8, length: u32) -> String {
    (0..length).map(|at| if at == 0 { format!("{first:02x}") } else { "fe".to_owned() }).collect()
}

fn near(clues: &Clues) -> impl Iterator<Item = String> {
    let numbers = clues.numbers.iter();
    numbers.flat_map(|number| [0, 1, 2, -1].map(|step| number.saturating_add(step).to_string()))
}

fn integers(clues: &Clues) -> Vec<String> {
    let mut list: Vec<String> = (1..=3).map(|number| number.to_string()).collect();
    list.extend(near(clues));
    if clues.is_checked {
        list.extend(["0", "10", "100", "-1"].map(str::to_owned));
    }
    list
}

fn decimals(precision: u32, scale: u32, clues: &Clues) -> Vec<String> {
    let whole = if precision > scale { 1 } else { 0 };
    let mut list: Vec<String> = (1..=3)
        .map(|number| if scale == 0 { number.to_string() } else { format!("{}.{number}", number * whole) })
        .collect();
    list.extend(near(clues));
    list
}

fn texts(clues: &Clues) -> Vec<String> {
    let mut list = Vec::new();
    for text in &clues.texts {
        if text.contains('%') || text.contains('_') {
            list.extend(["a", "b", "c"].map(|fill| text.replace(['%', '_'], fill)));
        }
        list.push(text.clone());
    }
    list.extend(["it's", "zwei Ü", "c;--"].map(str::to_owned));
    if clues.is_checked {
        let lengths = clues.numbers.iter().filter_map(|number| usize::try_from(*number).ok());
        for length in lengths.filter(|length| (1..=64).contains(length)) {
            list.extend(["a", "b", "c"].map(|letter| letter.repeat(length)));
        }
        list.extend(near(clues));
        list.extend(
            [
                "a@example.com",
                "b@example.com",
                "c@example.com",
                "abc",
                "def",
                "ABC",
                "1",
                "2",
                "3",
                "{}",
                "[]",
            ]
            .map(str::to_owned),
        );
    }
    list
}

fn literal(ty: &Type, raw: &str, dialect: &dyn Dialect) -> String {
    match ty {
        Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::Boolean => raw.to_owned(),
        Type::Binary(_) | Type::Blob => {
            let byte = |at: usize| u8::from_str_radix(&raw[at..at + 2], 16).unwrap_or_default();
            dialect.quote_bytes(&(0..raw.len() / 2).map(|pair| byte(pair * 2)).collect::<Vec<u8>>())
        }
        Type::String(_)
        | Type::Text
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Uuid
        | Type::UuidText
        | Type::Enum(_)
        | Type::Array(_)
        | Type::Custom(_) => dialect.value_literal(ty, raw),
    }
}
