//! The normal form of a column.

use super::super::{default, types};
use super::{COLLATION, Place, Problems};
use crate::Target;
use crate::schema::{Column, Enum, Generated, Identity, Schema, Storage, Type};

/// The longest value of an enum of the server's own, in characters.
const MAX_VALUE: usize = 255;

/// The longest `binary(n)`.
const MAX_BINARY: u32 = 255;

/// The longest comment on a column, in characters.
const MAX_COMMENT: usize = 1024;

pub(super) fn normal(column: &Column, schema: &Schema, place: &Place, problems: &mut Problems) -> Column {
    let ty = kept(&column.ty, schema, place, problems);
    let default = column.default.as_ref().and_then(|value| {
        default::normal(value, &column.ty, &ty, problems.target).unwrap_or_else(|reason| {
            problems.add(place, "the default", reason);
            None
        })
    });
    if let Some(value) = &default {
        problems.no_nul(place, "default", &default::expression(value));
    }
    Column {
        name: column.name.clone(),
        nullable: is_nullable(column, problems.target),
        identity: column.identity.as_ref().map(|item| identity(item, column, &ty, place, problems)),
        generated: column.generated.as_ref().map(|item| generated(item, column, place, problems)),
        collation: collation(column, &ty, place, problems),
        comment: problems.comment(place, column.comment.as_deref(), MAX_COMMENT),
        options: column.options.clone(),
        default,
        ty,
        declared: None,
    }
}

fn is_nullable(column: &Column, target: Target) -> bool {
    // MariaDB has no NOT NULL for what is computed.
    let is_forced = column.generated.is_some() && target == Target::Mariadb;
    is_forced || (column.nullable && column.identity.is_none())
}

fn identity(
    identity: &Identity,
    column: &Column,
    ty: &Type,
    place: &Place,
    problems: &mut Problems,
) -> Identity {
    if !types::is_integer(ty) {
        problems.add(place, format!("identity of type {ty}"), "use smallint, integer or bigint");
    }
    if identity.always {
        let help = "let an INSERT give a value: leave `always` out";
        problems.add(place, "identity that is always generated", help);
    }
    if column.default.is_some() || column.generated.is_some() {
        problems.add(place, "identity and another value", "take away the default or the expression");
    }
    Identity::default()
}

fn generated(item: &Generated, column: &Column, place: &Place, problems: &mut Problems) -> Generated {
    if column.default.is_some() {
        problems.add(place, "a generated column with a default", "take one of the two away");
    }
    let expression = problems.expression(place, "the generated expression", &item.expression);
    Generated { expression, stored: item.stored }
}

fn collation(column: &Column, ty: &Type, place: &Place, problems: &mut Problems) -> Option<String> {
    let name = column.collation.as_ref().filter(|name| !name.is_empty())?;
    let is_word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !is_word {
        let help = "name one of the server's, such as utf8mb4_bin or utf8mb4_unicode_ci";
        problems.add(place, format!("the collation `{name}`"), help);
    }
    if !types::is_text(ty) {
        problems.add(place, format!("a collation of type {ty}"), "only text has one");
    }
    let name = name.to_ascii_lowercase();
    (name != COLLATION).then_some(name)
}

/// The type as the server keeps it. An enum becomes the column's own, a list JSON.
fn kept(ty: &Type, schema: &Schema, place: &Place, problems: &mut Problems) -> Type {
    match ty {
        Type::Enum(name) => match schema.enums.get(name) {
            Some(item) => kept_enum(item, place, problems),
            None => {
                problems.add(place, format!("the enum {name}"), "there is no such enum: add it");
                Type::Text
            }
        },
        Type::Array(_) => Type::Json,
        Type::Binary(16) => Type::Uuid,
        // As the server says it: what is a UUID there and what is a text cannot be told apart.
        Type::UuidText => Type::Custom(types::sql(ty, problems.target).into()),
        Type::Binary(length) if !(1..=MAX_BINARY).contains(length) => {
            problems.add(place, ty.to_string(), format!("use a length from 1 to {MAX_BINARY}, or blob"));
            ty.clone()
        }
        Type::String(length) if !(1..=types::MAX_LENGTH).contains(length) => {
            problems.add(
                place,
                ty.to_string(),
                format!("use a length from 1 to {}, or text", types::MAX_LENGTH),
            );
            ty.clone()
        }
        Type::Decimal { precision, scale }
            if !(1..=65).contains(precision) || *scale > 30 || scale > precision =>
        {
            let help = "use 1 to 65 digits, of which at most 30 stand behind the point";
            problems.add(place, ty.to_string(), help);
            ty.clone()
        }
        Type::Custom(sql) => custom(sql.get(problems.target), place, problems),
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
        | Type::Binary(_)
        | Type::Blob => ty.clone(),
    }
}

fn kept_enum(item: &Enum, place: &Place, problems: &mut Problems) -> Type {
    for (at, value) in item.values.iter().enumerate() {
        problems.no_nul(place, "value of the enum", value);
        if item.values[..at].contains(value) {
            problems.add(place, format!("the value `{value}` twice"), "name each value once");
        }
        if item.storage == Storage::Native && value.ends_with(' ') {
            let help = "an ENUM loses it: take the space away, or keep the enum as text";
            problems.add(place, format!("a space at the end of the value `{value}`"), help);
        }
        if value.chars().count() > MAX_VALUE {
            let help = format!("shorten it to {MAX_VALUE} characters");
            problems.add(place, format!("the value `{value}` of an enum"), help);
        }
    }
    match item.storage {
        // So that it can be a key.
        Storage::Text => Type::String(255),
        Storage::Native if item.values.is_empty() => {
            problems.add(place, "an enum without values", "give it a value, or keep it as text");
            Type::Text
        }
        Storage::Native => types::enumeration(&item.values),
    }
}

fn custom(text: Option<&str>, place: &Place, problems: &mut Problems) -> Type {
    let target = problems.target;
    let Some(text) = text else {
        problems.add(place, "the type", format!("a text form is missing for {target}"));
        return Type::Text;
    };
    let ty = types::parse(text).unwrap_or_else(|reason| {
        problems.add(place, format!("the type `{text}`"), reason);
        Type::Text
    });
    if types::word(&ty) == Some("serial") {
        problems.add(place, "the type `serial`", "use an integer type with `identity`");
    }
    ty
}
