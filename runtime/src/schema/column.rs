//! Columns and their defaults.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};

use super::{Sql, Type, is_false};

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: Type,
    /// How a live database spells the type, where that is not our spelling of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<String>,
    /// Whether it may hold NULL.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// What a row gets that does not name the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultValue>,
    /// Whether the database counts its values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// How it is computed from other columns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
    /// Its collation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// Words of the database's own in the definition of a live column (`ON UPDATE current_timestamp()`).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub options: BTreeSet<String>,
    /// The comment on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Column {
    /// A required column without anything else.
    pub fn new(name: impl Into<String>, ty: Type) -> Self {
        Column {
            name: name.into(),
            ty,
            declared: None,
            nullable: false,
            default: None,
            identity: None,
            generated: None,
            collation: None,
            options: BTreeSet::new(),
            comment: None,
        }
    }

    /// A word of [`options`](Self::options) as it is once a column is renamed. A check alone names columns: in
    /// any other, the name of a column is a keyword, as `update` is in `ON UPDATE`.
    pub fn renamed_option(option: &str, from: &str, to: &str) -> String {
        match option.split_once('(') {
            Some((word @ "CHECK ", inner)) => {
                format!("{word}({}", Sql::from(inner).renamed(from, to).any())
            }
            _ => option.to_owned(),
        }
    }

    /// Whether a new row must name a value for it.
    pub fn is_required(&self) -> bool {
        !self.nullable && self.default.is_none() && self.identity.is_none() && self.generated.is_none()
    }
}

/// What a row gets that does not name the column.
///
/// Written as the plain JSON value; a number that is no 64-bit integer as `{"number": "0.10"}`,
/// an expression as `{"sql": "now()"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum DefaultValue {
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A text, as the value itself: not quoted.
    Text(String),
    /// Any other number, as it is written in SQL.
    Number {
        /// The digits.
        number: String,
    },
    /// An expression. `now()` and `uuid()` are portable; the rest is each database's own.
    Sql {
        /// The expression.
        sql: Sql,
    },
}

impl DefaultValue {
    /// An expression, the same for every target.
    pub fn sql(text: impl Into<Sql>) -> Self {
        DefaultValue::Sql { sql: text.into() }
    }
}

// By hand: serde would try one variant after another, and an error for each costs more than the value.
impl<'de> Deserialize<'de> for DefaultValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename_all = "lowercase")]
        enum Tagged {
            Number(String),
            Sql(Sql),
        }
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = DefaultValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a whole number, true, false, {\"number\": …} or {\"sql\": …}")
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<DefaultValue, E> {
                Ok(DefaultValue::Boolean(value))
            }

            fn visit_i64<E: de::Error>(self, value: i64) -> Result<DefaultValue, E> {
                Ok(DefaultValue::Integer(value))
            }

            fn visit_u64<E: de::Error>(self, value: u64) -> Result<DefaultValue, E> {
                let too_large = |_| E::invalid_value(de::Unexpected::Unsigned(value), &self);
                i64::try_from(value).map(DefaultValue::Integer).map_err(too_large)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<DefaultValue, E> {
                Ok(DefaultValue::Text(text.to_owned()))
            }

            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<DefaultValue, A::Error> {
                Ok(match Tagged::deserialize(de::value::MapAccessDeserializer::new(map))? {
                    Tagged::Number(number) => DefaultValue::Number { number },
                    Tagged::Sql(sql) => DefaultValue::Sql { sql },
                })
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// A column whose values the database counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Whether a value given by an INSERT is refused.
    #[serde(default, skip_serializing_if = "is_false")]
    pub always: bool,
    /// Whether it is PostgreSQL's older form: a default that takes the next number of a sequence that
    /// the column owns.
    #[serde(default, skip_serializing_if = "is_false")]
    pub serial: bool,
    /// How it counts.
    #[serde(default, skip_serializing_if = "Sequence::is_default")]
    pub sequence: Sequence,
}

/// How a sequence counts. What is none is as the database does it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// Its name, in the schema of its table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The first number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// What is added for the next; 1 when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub increment: Option<i64>,
    /// The least number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// The greatest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// How many numbers a session takes at once; 1 when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<i64>,
    /// Whether it begins again after the last.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cycle: bool,
}

impl Sequence {
    fn is_default(&self) -> bool {
        *self == Sequence::default()
    }
}

/// A column that is computed from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    /// The expression.
    pub expression: Sql,
    /// Whether the value is kept in the row; if not it is computed when read.
    #[serde(default, skip_serializing_if = "is_false")]
    pub stored: bool,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::DefaultValue;
    use crate::Target;
    use crate::schema::Sql;

    #[test]
    fn every_form_of_a_default_is_written_and_read_back() {
        let each = Sql::PerTarget(BTreeMap::from([(Target::Postgres, "now()".to_owned())]));
        for (value, text) in [
            (DefaultValue::Boolean(true), "true"),
            (DefaultValue::Integer(i64::MIN), "-9223372036854775808"),
            (DefaultValue::Integer(i64::MAX), "9223372036854775807"),
            (DefaultValue::Text("a\"b".to_owned()), r#""a\"b""#),
            (DefaultValue::Number { number: "0.10".to_owned() }, r#"{"number":"0.10"}"#),
            (DefaultValue::sql("now()"), r#"{"sql":"now()"}"#),
            (DefaultValue::Sql { sql: each }, r#"{"sql":{"postgres":"now()"}}"#),
        ] {
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
            assert_eq!(serde_json::from_str::<DefaultValue>(text).unwrap(), value);
        }
    }

    #[test]
    fn what_is_no_default_says_what_would_be() {
        for text in ["9223372036854775808", "0.5", "[]", "{}", r#"{"sql":1}"#, r#"{"word":"a"}"#] {
            assert!(serde_json::from_str::<DefaultValue>(text).is_err(), "{text}");
        }
        let error = serde_json::from_str::<DefaultValue>("0.5").unwrap_err().to_string();
        assert!(error.contains("a whole number, true, false"), "{error}");
    }
}
