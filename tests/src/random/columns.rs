//! Types of random columns, their defaults, and the types they may change to with rows.

use strobila::schema::{Column, DefaultValue, Enum, Schema, Sql, Type};

/// A type by number.
pub(super) fn any_type(schema: &Schema, pick: u8) -> Type {
    let types = [
        Type::SmallInt,
        Type::Integer,
        Type::BigInt,
        Type::Float,
        Type::Double,
        Type::Decimal { precision: 8, scale: 2 },
        Type::String(40),
        Type::Text,
        Type::Boolean,
        Type::Date,
        Type::Time,
        Type::DateTime,
        Type::Timestamp,
        Type::Json,
        Type::Uuid,
        Type::Binary(16),
        Type::Blob,
        Type::Array(Box::new(Type::Text)),
    ];
    let enums: Vec<&Enum> = schema.enums.values().collect();
    if !enums.is_empty() && pick >= 200 {
        return Type::Enum(enums[usize::from(pick) % enums.len()].name.clone());
    }
    types[usize::from(pick) % types.len()].clone()
}

/// A default of a type; none for types that are given none here.
pub(super) fn default_of(schema: &Schema, ty: &Type, pick: u8) -> Option<DefaultValue> {
    let text = |text: &str| Some(DefaultValue::Text(text.to_owned()));
    match ty {
        Type::SmallInt | Type::Integer | Type::BigInt => {
            Some(DefaultValue::Integer(i64::from(pick % 3) * 10 - 10))
        }
        Type::Float | Type::Double | Type::Decimal { .. } => {
            Some(DefaultValue::Number { number: "10.50".to_owned() })
        }
        Type::String(_) | Type::Text => text(["nothing", "it's", "", "a \"b\" \\ %"][usize::from(pick) % 4]),
        Type::Boolean => Some(DefaultValue::Boolean(pick.is_multiple_of(2))),
        Type::Date => text("2026-01-02"),
        Type::Timestamp => Some(DefaultValue::sql("now()")),
        Type::Json => text("{}"),
        Type::Uuid | Type::UuidText => Some(DefaultValue::sql("uuid()")),
        Type::Enum(name) => {
            let values = &schema.enums.get(name)?.values;
            text(&values[usize::from(pick) % values.len()])
        }
        Type::Time | Type::DateTime | Type::Binary(_) | Type::Blob | Type::Array(_) | Type::Custom(_) => None,
    }
}

/// What rows get where such a column becomes required.
pub(super) fn fill_of(ty: &Type) -> Option<Sql> {
    match ty {
        Type::SmallInt | Type::Integer | Type::BigInt => Some(Sql::from("0")),
        Type::String(_) | Type::Text => Some(Sql::from("'nothing'")),
        Type::Date => Some(Sql::from("'2026-01-02'")),
        _ => None,
    }
}

/// Whether three rows have three values of it.
pub(super) fn has_many_values(ty: &Type) -> bool {
    matches!(
        ty,
        Type::SmallInt
            | Type::Integer
            | Type::BigInt
            | Type::String(_)
            | Type::Text
            | Type::Date
            | Type::Timestamp
            | Type::Uuid
            | Type::UuidText
    )
}

/// A type that the column's rows can be converted to and back. `is_bound` says that an expression names
/// the column, which then stays a number or a text.
pub(super) fn wider(column: &Column, is_bound: bool) -> Option<Type> {
    let plain = !is_bound && column.default.is_none();
    match &column.ty {
        Type::SmallInt => Some(Type::Integer),
        Type::Integer if plain => Some(Type::Text),
        Type::Integer => Some(Type::BigInt),
        Type::BigInt if plain => Some(Type::Decimal { precision: 20, scale: 2 }),
        Type::Float => Some(Type::Double),
        Type::Decimal { precision, scale } => {
            Some(Type::Decimal { precision: precision + 6, scale: scale + 1 })
        }
        Type::String(length) if *length < 100 => Some(Type::String(length + 40)),
        Type::String(_) => Some(Type::Text),
        Type::Text => Some(Type::String(200)),
        Type::Enum(_) if plain => Some(Type::Text),
        _ => None,
    }
}
