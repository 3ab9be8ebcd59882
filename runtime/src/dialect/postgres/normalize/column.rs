//! The normal form of a column.

use std::collections::BTreeSet;

use super::super::sequence::Numbers;
use super::super::{default, expression, types};
use super::{Place, Problems};
use crate::Target;
use crate::schema::{Column, DefaultValue, Generated, Identity, Schema, Storage, Type};

/// The longest `varchar(n)`.
const MAX_LENGTH: u32 = 10_485_760;

pub(super) fn normal(column: &Column, schema: &Schema, place: &Place, problems: &mut Problems) -> Column {
    let ty = normal_type(&column.ty, schema, place, problems);
    let default = column.default.as_ref().and_then(|value| {
        let texts = match value {
            DefaultValue::Text(text) | DefaultValue::Number { number: text } => text.as_str(),
            DefaultValue::Sql { .. } | DefaultValue::Boolean(_) | DefaultValue::Integer(_) => "",
        };
        problems.no_nul(place, "default", texts);
        default::normal(value, &ty).unwrap_or_else(|reason| {
            problems.add(place, "the default", reason);
            None
        })
    });
    if column.identity.is_some() {
        if !types::is_integer(&ty) {
            problems.add(place, format!("identity of type {ty}"), "use smallint, integer or bigint");
        }
        if default.is_some() || column.generated.is_some() {
            problems.add(place, "identity and another value", "take away the default or the expression");
        }
    }
    let identity = column.identity.as_ref().map(|item| identity(item, &ty, place, problems));
    Column {
        name: column.name.clone(),
        nullable: column.nullable,
        default,
        identity,
        generated: column.generated.as_ref().map(|item| generated(item, column, place, problems)),
        collation: collation(column, &ty, place, problems),
        comment: problems.comment(place, column.comment.as_deref()),
        ty,
        options: BTreeSet::new(),
        declared: None,
    }
}

fn identity(item: &Identity, ty: &Type, place: &Place, problems: &mut Problems) -> Identity {
    if item.always && item.serial {
        problems.add(place, "a serial column that refuses values", "leave out `always` or `serial`");
    }
    if let Some(name) = &item.sequence.name {
        problems.name(place, "sequence", name);
    }
    let numbers = Numbers::of(&item.sequence, ty);
    if let Some(mistake) = numbers.mistake() {
        problems.add(place, "an identity that cannot count", mistake);
    }
    Identity { sequence: numbers.said(item.sequence.name.clone(), ty), ..item.clone() }
}

fn generated(item: &Generated, column: &Column, place: &Place, problems: &mut Problems) -> Generated {
    if !item.stored {
        let help =
            "use `generated`, which keeps the value in the row: only PostgreSQL 18 computes it when read";
        problems.add(place, "a generated column that is not stored", help);
    }
    if column.default.is_some() {
        problems.add(place, "a generated column with a default", "take one of the two away");
    }
    let expression = problems.expression(place, "the generated expression", &item.expression);
    Generated { expression, stored: true }
}

fn collation(column: &Column, ty: &Type, place: &Place, problems: &mut Problems) -> Option<String> {
    let name = column.collation.as_ref().filter(|name| !name.is_empty() && *name != "default")?;
    problems.no_nul(place, "collation", name);
    let mut item = ty;
    while let Type::Array(inner) = item {
        item = inner;
    }
    if !matches!(item, Type::Text | Type::String(_) | Type::Custom(_)) {
        problems.add(place, format!("a collation of type {ty}"), "only text has one");
    }
    Some(name.clone())
}

fn normal_type(ty: &Type, schema: &Schema, place: &Place, problems: &mut Problems) -> Type {
    match ty {
        Type::Binary(_) => Type::Blob,
        Type::Enum(name) if schema.enums.get(name).is_some_and(|item| item.storage == Storage::Text) => {
            Type::Text
        }
        Type::Array(item) => match normal_type(item, schema, place, problems) {
            // The server keeps no number of dimensions: a list of lists is a list of the same type.
            list @ Type::Array(_) => list,
            item => Type::Array(Box::new(item)),
        },
        Type::String(length) if !(1..=MAX_LENGTH).contains(length) => {
            problems.add(place, ty.to_string(), format!("use a length from 1 to {MAX_LENGTH}, or text"));
            ty.clone()
        }
        Type::Decimal { precision, scale } if !(1..=1000).contains(precision) || scale > precision => {
            problems.add(
                place,
                ty.to_string(),
                "use 1 to 1000 digits, of which no more stand behind the point",
            );
            ty.clone()
        }
        Type::Custom(sql) => {
            let Some(text) = sql.get(Target::Postgres) else {
                problems.add(place, "the type", "a text form is missing for postgres");
                return ty.clone();
            };
            custom(text, schema, place, problems)
        }
        Type::SmallInt
        | Type::Integer
        | Type::BigInt
        | Type::Float
        | Type::Double
        | Type::Decimal { .. }
        | Type::String(_)
        | Type::Text
        | Type::Boolean
        | Type::Date
        | Type::Time
        | Type::DateTime
        | Type::Timestamp
        | Type::Json
        | Type::Uuid
        | Type::Enum(_)
        | Type::Blob => ty.clone(),
        Type::UuidText => Type::Uuid,
    }
}

fn custom(text: &str, schema: &Schema, place: &Place, problems: &mut Problems) -> Type {
    if let Err(reason) = expression::clean(text) {
        problems.add(place, format!("the type `{text}`"), reason);
    }
    let parsed = types::parse(text);
    let word = types::custom_word(&parsed).unwrap_or_default();
    if ["smallserial", "serial", "bigserial", "serial2", "serial4", "serial8"].contains(&word) {
        // It is no type but an integer with a sequence beside it, and would be read back as that.
        problems.add(place, format!("the type `{word}`"), "use an integer type with `identity`");
    }
    // A type that is one of our enums is that enum.
    let is_named =
        |name: &&crate::schema::Name| types::qualified(name).replace('"', "") == word.replace('"', "");
    match schema.enums.keys().find(is_named) {
        Some(name) if types::custom_word(&parsed).is_some() => Type::Enum(name.clone()),
        _ => parsed,
    }
}
