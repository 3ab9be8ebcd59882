//! Keys, indexes and checks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Name, Named, Sql, is_false};

/// The primary key of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrimaryKey {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// Columns kept in its index without being part of the key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Whether the check may wait for the end of the transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferrable: Option<Deferrable>,
}

/// A unique constraint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unique {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// Columns kept in its index without being part of the key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Whether two NULLs count as the same.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nulls_not_distinct: bool,
    /// Whether the check may wait for the end of the transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferrable: Option<Deferrable>,
}

/// An exclusion constraint: no two rows may stand in all of its relations to each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclusion {
    /// Its name.
    pub name: String,
    /// What is compared, and by which operator.
    pub parts: Vec<ExclusionPart>,
    /// The access method of its index (`gist`); none means the database's default, a B-tree.
    #[serde(default, rename = "using", skip_serializing_if = "Option::is_none")]
    pub method: Option<Sql>,
    /// The rows it holds for; none means all.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Sql>,
    /// Whether the check may wait for the end of the transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferrable: Option<Deferrable>,
}

impl Exclusion {
    /// The columns among its keys, in order; expressions are left out.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| part.part.as_column())
    }

    /// The expressions among its keys, in order, and its predicate.
    pub fn expressions(&self) -> impl Iterator<Item = &Sql> {
        self.parts.iter().filter_map(|part| part.part.as_expression()).chain(&self.predicate)
    }
}

/// One comparison of an exclusion constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExclusionPart {
    /// What is compared.
    #[serde(flatten)]
    pub part: IndexPart,
    /// The operator (`&&`, `=`), with its schema (`OPERATOR(app.=)`) when the path does not find it.
    pub operator: String,
}

/// An index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// What it sorts by, in order.
    pub parts: Vec<IndexPart>,
    /// Whether two rows may not share all keys.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unique: bool,
    /// Whether two NULLs count as the same in a unique index.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nulls_not_distinct: bool,
    /// The rows it holds; none means all.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Sql>,
    /// The access method (`gin`); none means the database's default, a B-tree.
    #[serde(default, rename = "using", skip_serializing_if = "Option::is_none")]
    pub method: Option<Sql>,
    /// Columns kept in the index without being sorted by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Storage parameters (`fillfactor`), by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, String>,
}

impl Index {
    /// The columns among its keys, in order; expressions are left out.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(IndexPart::as_column)
    }

    /// The expressions among its keys, in order, and its predicate.
    pub fn expressions(&self) -> impl Iterator<Item = &Sql> {
        self.parts.iter().filter_map(IndexPart::as_expression).chain(&self.predicate)
    }
}

/// One key of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexPart {
    /// A column or an expression.
    #[serde(flatten)]
    pub key: IndexKey,
    /// Its collation; none means that of the column or expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// Its operator class with parameters, if any (`text_pattern_ops`); none means the type's default.
    #[serde(default, rename = "opclass", skip_serializing_if = "Option::is_none")]
    pub operator_class: Option<String>,
    /// Whether it sorts from high to low.
    #[serde(default, skip_serializing_if = "is_false")]
    pub descending: bool,
    /// How much of each value it holds, from its start, in characters or bytes; none means all. Of a live
    /// database alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// Where NULL sorts; none means the database's default for the direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nulls: Option<Nulls>,
}

impl IndexPart {
    /// A column, ascending.
    pub fn column(name: impl Into<String>) -> Self {
        IndexPart::new(IndexKey::Column(name.into()))
    }

    /// A key, ascending.
    pub fn new(key: IndexKey) -> Self {
        IndexPart { key, collation: None, operator_class: None, descending: false, length: None, nulls: None }
    }

    /// The column, unless it is an expression.
    pub fn as_column(&self) -> Option<&str> {
        match &self.key {
            IndexKey::Column(name) => Some(name),
            IndexKey::Expression(_) => None,
        }
    }

    /// The expression, unless it is a column.
    pub fn as_expression(&self) -> Option<&Sql> {
        match &self.key {
            IndexKey::Column(_) => None,
            IndexKey::Expression(sql) => Some(sql),
        }
    }
}

/// What one key of an index is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexKey {
    /// A column.
    Column(String),
    /// An expression, without parentheses around it.
    Expression(Sql),
}

/// Where NULL sorts in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nulls {
    /// Before everything else.
    First,
    /// After everything else.
    Last,
}

/// A foreign key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// The table it points at.
    pub references: Name,
    /// The columns it points at, in the same order.
    pub target: Vec<String>,
    /// What happens to a row when the one it points at is deleted.
    #[serde(default, skip_serializing_if = "Action::is_default")]
    pub on_delete: Action,
    /// What happens to a row when the key it points at changes.
    #[serde(default, skip_serializing_if = "Action::is_default")]
    pub on_update: Action,
    /// Whether a key of several columns is either NULL as a whole or points at a row (`MATCH FULL`).
    #[serde(default, skip_serializing_if = "is_false")]
    pub match_full: bool,
    /// Whether the check may wait for the end of the transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferrable: Option<Deferrable>,
    /// Whether rows from before it was added were never looked at.
    #[serde(default, skip_serializing_if = "is_false")]
    pub not_valid: bool,
}

/// What a foreign key does to a row when the one it points at goes or changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Refuse, at the end of the statement or transaction.
    #[default]
    NoAction,
    /// Refuse at once.
    Restrict,
    /// Do the same to the row.
    Cascade,
    /// Set the columns to NULL.
    SetNull,
    /// Set the columns to their defaults.
    SetDefault,
}

impl Action {
    fn is_default(&self) -> bool {
        *self == Action::NoAction
    }

    /// The words of the SQL standard.
    pub fn as_sql(self) -> &'static str {
        match self {
            Action::NoAction => "NO ACTION",
            Action::Restrict => "RESTRICT",
            Action::Cascade => "CASCADE",
            Action::SetNull => "SET NULL",
            Action::SetDefault => "SET DEFAULT",
        }
    }
}

/// When a deferrable constraint is checked unless the transaction says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferrable {
    /// After each statement.
    Immediate,
    /// At the end of the transaction.
    Deferred,
}

/// A check constraint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// The condition, without parentheses around it.
    pub expression: Sql,
    /// Whether tables that inherit from this one do not have it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub no_inherit: bool,
    /// Whether rows from before it was added were never looked at.
    #[serde(default, skip_serializing_if = "is_false")]
    pub not_valid: bool,
}

impl Check {
    /// A check of all rows.
    pub fn new(name: impl Into<String>, expression: impl Into<Sql>) -> Self {
        Check { name: name.into(), expression: expression.into(), ..Check::default() }
    }
}

macro_rules! named {
    ($($ty:ident),*) => {$(
        impl Named for $ty {
            type Key = String;
            fn key(&self) -> String {
                self.name.clone()
            }
        }
    )*};
}
named!(Unique, Exclusion, Index, ForeignKey, Check);
