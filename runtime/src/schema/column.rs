//! Columns and their defaults.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

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

    /// Whether a new row must name a value for it.
    pub fn is_required(&self) -> bool {
        !self.nullable && self.default.is_none() && self.identity.is_none() && self.generated.is_none()
    }
}

/// What a row gets that does not name the column.
///
/// Written as the plain JSON value; a number that is no 64-bit integer as `{"number": "0.10"}`,
/// an expression as `{"sql": "now()"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
