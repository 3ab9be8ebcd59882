//! Column types.

use std::fmt;
use std::str;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Name, Sql};

/// The type of a column.
///
/// Written as `string(255)`, `decimal(12,2)`, `array(text)`; an enum as `{"enum": name}` and a
/// custom type as `{"custom": text}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// 16-bit integer.
    SmallInt,
    /// 32-bit integer.
    Integer,
    /// 64-bit integer.
    BigInt,
    /// 32-bit float.
    Float,
    /// 64-bit float.
    Double,
    /// Exact decimal of `precision` digits, `scale` of them after the point.
    Decimal {
        /// Digits in all.
        precision: u32,
        /// Digits after the point.
        scale: u32,
    },
    /// Text of at most so many characters.
    String(u32),
    /// Text of any length.
    Text,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// Date and time without a zone.
    DateTime,
    /// A moment: date and time, kept in UTC.
    Timestamp,
    /// JSON.
    Json,
    /// UUID.
    Uuid,
    /// A UUID that MySQL and MariaDB keep as text, `char(36)`, and the other databases as any UUID.
    UuidText,
    /// An enum of the schema.
    Enum(Name),
    /// A list of another type.
    Array(Box<Type>),
    /// Bytes, exactly or at most so many, as the database has it.
    Binary(u32),
    /// Bytes.
    Blob,
    /// A type the portable list lacks, by its text.
    Custom(Sql),
}

impl Type {
    /// The enum that it holds, itself or as a list.
    pub fn enum_name(&self) -> Option<&Name> {
        match self {
            Type::Enum(name) => Some(name),
            Type::Array(item) => item.enum_name(),
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
            | Type::UuidText
            | Type::Binary(_)
            | Type::Blob
            | Type::Custom(_) => None,
        }
    }
}

/// A text that names no type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown type `{0}`")]
pub struct UnknownType(pub String);

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::SmallInt => f.write_str("smallint"),
            Type::Integer => f.write_str("integer"),
            Type::BigInt => f.write_str("bigint"),
            Type::Float => f.write_str("float"),
            Type::Double => f.write_str("double"),
            Type::Decimal { precision, scale } => write!(f, "decimal({precision},{scale})"),
            Type::String(length) => write!(f, "string({length})"),
            Type::Text => f.write_str("text"),
            Type::Boolean => f.write_str("boolean"),
            Type::Date => f.write_str("date"),
            Type::Time => f.write_str("time"),
            Type::DateTime => f.write_str("datetime"),
            Type::Timestamp => f.write_str("timestamp"),
            Type::Json => f.write_str("json"),
            Type::Uuid => f.write_str("uuid"),
            Type::UuidText => f.write_str("uuid(text)"),
            Type::Enum(name) => write!(f, "{name}"),
            Type::Array(item) => write!(f, "array({item})"),
            Type::Binary(length) => write!(f, "binary({length})"),
            Type::Blob => f.write_str("blob"),
            Type::Custom(sql) => f.write_str(sql.any()),
        }
    }
}

impl str::FromStr for Type {
    type Err = UnknownType;

    /// Reads the portable types; enums and custom types have no plain text form.
    fn from_str(text: &str) -> Result<Self, UnknownType> {
        let unknown = || UnknownType(text.to_owned());
        let (word, arguments) = match text.split_once('(') {
            None => (text, None),
            Some((word, rest)) => (word, Some(rest.strip_suffix(')').ok_or_else(unknown)?)),
        };
        let number = || arguments.and_then(|digits| digits.parse().ok()).ok_or_else(unknown);
        Ok(match (word, arguments) {
            ("smallint", None) => Type::SmallInt,
            ("integer", None) => Type::Integer,
            ("bigint", None) => Type::BigInt,
            ("float", None) => Type::Float,
            ("double", None) => Type::Double,
            ("text", None) => Type::Text,
            ("boolean", None) => Type::Boolean,
            ("date", None) => Type::Date,
            ("time", None) => Type::Time,
            ("datetime", None) => Type::DateTime,
            ("timestamp", None) => Type::Timestamp,
            ("json", None) => Type::Json,
            ("uuid", None) => Type::Uuid,
            ("uuid", Some("text")) => Type::UuidText,
            ("blob", None) => Type::Blob,
            ("string", _) => Type::String(number()?),
            ("binary", _) => Type::Binary(number()?),
            ("array", Some(item)) => Type::Array(Box::new(item.parse()?)),
            ("decimal", Some(both)) => {
                let (precision, scale) = both.split_once(',').ok_or_else(unknown)?;
                Type::Decimal {
                    precision: precision.trim().parse().map_err(|_| unknown())?,
                    scale: scale.trim().parse().map_err(|_| unknown())?,
                }
            }
            _ => return Err(unknown()),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Tagged {
    Enum(Name),
    Custom(Sql),
    Array(Box<Type>),
}

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Type::Enum(name) => Tagged::Enum(name.clone()).serialize(serializer),
            Type::Custom(sql) => Tagged::Custom(sql.clone()).serialize(serializer),
            Type::Array(item) if matches!(**item, Type::Enum(_) | Type::Custom(_) | Type::Array(_)) => {
                Tagged::Array(item.clone()).serialize(serializer)
            }
            portable => serializer.collect_str(portable),
        }
    }
}

impl<'de> Deserialize<'de> for Type {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Type;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a type such as \"text\" or {\"enum\": \"status\"}")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Type, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<Type, A::Error> {
                Ok(match Tagged::deserialize(de::value::MapAccessDeserializer::new(map))? {
                    Tagged::Enum(name) => Type::Enum(name),
                    Tagged::Custom(sql) => Type::Custom(sql),
                    Tagged::Array(item) => Type::Array(item),
                })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
