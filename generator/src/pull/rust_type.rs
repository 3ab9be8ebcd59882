//! The Rust type of a column, and what its attribute adds.

use std::collections::BTreeSet;

use strobila::dialect::Dialect;
use strobila::schema::{Column, PrimaryKey, Schema, Table, Type};

use super::World;
use crate::emit::literal;

/// A type, and the words of `#[column(…)]` that belong to it.
pub(super) struct RustType {
    pub(super) text: String,
    pub(super) words: Vec<String>,
}

/// Whether the database keeps a 64-bit integer as the type that it reads back as the smaller one.
pub(super) fn is_wide(dialect: &dyn Dialect) -> bool {
    kept(dialect, Type::BigInt) == Some(Type::Integer)
}

/// What the database keeps a type as.
pub(super) fn kept(dialect: &dyn Dialect, ty: Type) -> Option<Type> {
    let mut table = Table::new("t");
    table.columns.push(Column::new("a", ty));
    table.primary_key = Some(PrimaryKey {
        name: "t_pkey".to_owned(),
        columns: vec!["a".to_owned()],
        ..PrimaryKey::default()
    });
    let mut schema = Schema::default();
    schema.insert(table);
    let normal = dialect.normalize(&schema).unwrap_or_default();
    let mut columns = normal.tables.values().flat_map(|table| &table.columns);
    columns.next().map(|column| column.ty.clone())
}

/// The Rust type of a column, without `Option`.
pub(super) fn of(world: &World<'_>, ty: &Type, crates: &mut BTreeSet<&'static str>) -> RustType {
    match ty {
        Type::Array(item) => {
            let inner = match item.as_ref() {
                Type::Array(_) => None,
                Type::Custom(sql) => return custom(world, &format!("{}[]", sql.any())),
                item => Some(plain(world, item, crates)).filter(|inner| inner.text != "Vec<u8>"),
            };
            match inner {
                Some(RustType { text, words }) if !words.iter().any(|word| word.starts_with("type")) => {
                    RustType { text: format!("Vec<{text}>"), words }
                }
                _ => RustType { text: "Vec<String>".to_owned(), ..portable(ty) },
            }
        }
        ty => plain(world, ty, crates),
    }
}

fn plain(world: &World<'_>, ty: &Type, crates: &mut BTreeSet<&'static str>) -> RustType {
    let mut of = |text: &str, from: Option<&'static str>| {
        crates.extend(from);
        RustType { text: text.to_owned(), words: Vec::new() }
    };
    match ty {
        Type::SmallInt => of("i16", None),
        Type::Integer if world.wide => of("i64", None),
        Type::Integer => of("i32", None),
        Type::BigInt => of("i64", None),
        Type::Float => of("f32", None),
        Type::Double => of("f64", None),
        Type::Decimal { precision, scale } if *precision > 0 && scale <= precision => {
            let mut words = vec![format!("precision = {precision}")];
            if *scale > 0 {
                words.push(format!("scale = {scale}"));
            }
            RustType { words, ..of("rust_decimal::Decimal", Some("rust_decimal")) }
        }
        Type::Decimal { .. } => {
            RustType { text: of("rust_decimal::Decimal", Some("rust_decimal")).text, ..portable(ty) }
        }
        Type::String(length) if *length > 0 => {
            RustType { words: vec![format!("length = {length}")], ..of("String", None) }
        }
        Type::Binary(length) if *length > 0 => {
            RustType { words: vec![format!("length = {length}")], ..of("Vec<u8>", None) }
        }
        Type::String(_) | Type::Text => of("String", None),
        Type::Boolean => of("bool", None),
        Type::Date => of("chrono::NaiveDate", Some("chrono")),
        Type::Time => of("chrono::NaiveTime", Some("chrono")),
        Type::DateTime => of("chrono::NaiveDateTime", Some("chrono")),
        Type::Timestamp => of("chrono::DateTime<chrono::Utc>", Some("chrono")),
        Type::Json => of("serde_json::Value", Some("serde_json")),
        Type::Uuid | Type::UuidText => of("uuid::Uuid", Some("uuid")),
        Type::Enum(name) => of(world.names.item(name), None),
        Type::Binary(_) | Type::Blob => of("Vec<u8>", None),
        Type::Custom(sql) => custom(world, sql.any()),
        Type::Array(_) => portable(ty),
    }
}

/// A type of the database's own. Which Rust type holds it a person says.
fn custom(world: &World<'_>, text: &str) -> RustType {
    // A word of the portable types means that one, unless it is said for the database alone.
    let word = match text.parse::<Type>() {
        Ok(_) => format!("type({} = {})", world.dialect.target(), literal(text)),
        Err(_) => format!("type = {}", literal(text)),
    };
    RustType { text: "String".to_owned(), words: vec![word] }
}

/// A portable type that no Rust type of ours says, by its word.
fn portable(ty: &Type) -> RustType {
    RustType { text: "String".to_owned(), words: vec![format!("type = {}", literal(&ty.to_string()))] }
}
