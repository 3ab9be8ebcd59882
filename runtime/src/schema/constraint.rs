//! Keys, indexes and checks.

use serde::{Deserialize, Serialize};

use super::{Name, Named, Sql, is_false};

/// The primary key of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrimaryKey {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<String>,
}

/// A unique constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unique {
    /// Its name.
    pub name: String,
    /// Its columns, in order.
    pub columns: Vec<String>,
}

/// An index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// What it sorts by, in order.
    pub parts: Vec<IndexPart>,
    /// Whether two rows may not share all keys.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unique: bool,
    /// The rows it holds; none means all.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Sql>,
    /// The access method (`gin`); none means the database's default, a B-tree.
    #[serde(default, rename = "using", skip_serializing_if = "Option::is_none")]
    pub method: Option<Sql>,
    /// Columns kept in the index without being sorted by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
}

impl Index {
    /// The columns among its keys, in order; expressions are left out.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(IndexPart::as_column)
    }

    /// The expressions among its keys, in order, and its predicate.
    pub fn expressions(&self) -> impl Iterator<Item = &Sql> {
        let keys = self.parts.iter().filter_map(|part| match &part.key {
            IndexKey::Column(_) => None,
            IndexKey::Expression(sql) => Some(sql),
        });
        keys.chain(&self.predicate)
    }
}

/// One key of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexPart {
    /// A column or an expression.
    #[serde(flatten)]
    pub key: IndexKey,
    /// Whether it sorts from high to low.
    #[serde(default, skip_serializing_if = "is_false")]
    pub descending: bool,
    /// Where NULL sorts; none means the database's default for the direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nulls: Option<Nulls>,
}

impl IndexPart {
    /// A column, ascending.
    pub fn column(name: impl Into<String>) -> Self {
        IndexPart { key: IndexKey::Column(name.into()), descending: false, nulls: None }
    }

    /// The column, unless it is an expression.
    pub fn as_column(&self) -> Option<&str> {
        match &self.key {
            IndexKey::Column(name) => Some(name),
            IndexKey::Expression(_) => None,
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Whether the check may wait for the end of the transaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deferrable: Option<Deferrable>,
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

/// When a deferrable foreign key is checked unless the transaction says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferrable {
    /// After each statement.
    Immediate,
    /// At the end of the transaction.
    Deferred,
}

/// A check constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// The condition, without parentheses around it.
    pub expression: Sql,
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
named!(Unique, Index, ForeignKey, Check);
