//! What a database holds: plain data, without a connection.
//!
//! A [`Schema`] is either portable (as the models say it) or normalised for one target (as that
//! database would keep it); the types are the same.

mod column;
mod constraint;
mod convert;
mod name;
mod naming;
mod sql;
mod tables;
mod ty;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use column::{Column, DefaultValue, Generated, Identity, Sequence};
pub use constraint::{
    Action, Check, Deferrable, Exclusion, ExclusionPart, ForeignKey, Index, IndexKey, IndexPart, Nulls,
    PrimaryKey, Unique,
};
pub use convert::Conversion;
pub use name::{Name, Named, by_name};
pub use naming::{
    MAX_NAME, check_name, exclusion_name, foreign_key_name, fresh_name, index_name, primary_key_name,
    shorten, unique_name,
};
pub use sql::Sql;
pub use tables::Tables;
pub use ty::{Type, UnknownType};

/// The tables and enums of one or more modules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schema {
    /// Enums by name.
    #[serde(default, with = "by_name", skip_serializing_if = "BTreeMap::is_empty")]
    pub enums: BTreeMap<Name, Enum>,
    /// Tables by name.
    #[serde(default, skip_serializing_if = "Tables::is_empty")]
    pub tables: Tables,
}

impl Schema {
    /// Adds a table, replacing one of the same name.
    pub fn insert(&mut self, table: Table) {
        self.tables.insert(table.name.clone(), table);
    }

    /// Whether there is neither a table nor an enum.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.enums.is_empty()
    }

    /// Takes over all tables and enums of `other`; those of the same name are replaced.
    pub fn merge(&mut self, other: Schema) {
        self.tables.merge(other.tables);
        self.enums.extend(other.enums);
    }
}

/// One table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Schema and name.
    pub name: Name,
    /// Columns, in the order of the struct.
    pub columns: Vec<Column>,
    /// The primary key, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<PrimaryKey>,
    /// Unique constraints by name.
    #[serde(default, with = "by_name", skip_serializing_if = "BTreeMap::is_empty")]
    pub uniques: BTreeMap<String, Unique>,
    /// Indexes by name; those that a key or a unique constraint makes by itself are not listed.
    #[serde(default, with = "by_name", skip_serializing_if = "BTreeMap::is_empty")]
    pub indexes: BTreeMap<String, Index>,
    /// Foreign keys by name.
    #[serde(default, with = "by_name", skip_serializing_if = "BTreeMap::is_empty")]
    pub foreign_keys: BTreeMap<String, ForeignKey>,
    /// Check constraints by name.
    #[serde(default, with = "by_name", skip_serializing_if = "BTreeMap::is_empty")]
    pub checks: BTreeMap<String, Check>,
    /// Exclusion constraints by name.
    #[serde(default, with = "by_name", skip_serializing_if = "BTreeMap::is_empty")]
    pub exclusions: BTreeMap<String, Exclusion>,
    /// Words of the database's own behind the definition of a live table (`STRICT`).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub options: BTreeSet<String>,
    /// The comment on the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Whether the names of its keys and indexes are its own, as on MySQL; elsewhere they are taken within
    /// its schema, where other tables and their indexes have theirs. A model says it for those databases alone.
    #[serde(default, skip_serializing_if = "is_false")]
    pub own_names: bool,
}

impl Table {
    /// A table without columns.
    pub fn new(name: impl Into<Name>) -> Self {
        Table { name: name.into(), ..Table::default() }
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether the columns, in any order, are the primary key, a unique constraint or a plain unique
    /// index: something that a foreign key may point at.
    pub fn is_key(&self, columns: &[String]) -> bool {
        let same = |other: &[String]| {
            other.len() == columns.len() && other.iter().all(|name| columns.contains(name))
        };
        // What is checked later is not there when the other side is checked.
        let key = self.primary_key.iter().filter(|key| key.deferrable.is_none());
        let uniques = self.uniques.values().filter(|unique| unique.deferrable.is_none());
        key.map(|key| &key.columns).chain(uniques.map(|unique| &unique.columns)).any(|columns| same(columns))
            || self.indexes.values().any(|index| {
                let keys: Vec<String> = index.columns().map(str::to_owned).collect();
                let is_whole =
                    index.predicate.is_none() && index.parts.iter().all(|part| part.length.is_none());
                index.unique && is_whole && keys.len() == index.parts.len() && same(&keys)
            })
    }

    /// Names that it takes in its schema besides its own: of its keys and indexes; none where they are
    /// the table's own.
    pub fn relation_names(&self) -> impl Iterator<Item = &str> {
        self.key_names().filter(|_| !self.own_names)
    }

    /// The names of its keys and indexes.
    pub fn key_names(&self) -> impl Iterator<Item = &str> {
        let key = self.primary_key.iter().map(|key| &key.name);
        let rest = self.uniques.keys().chain(self.exclusions.keys()).chain(self.indexes.keys());
        key.chain(rest).map(String::as_str)
    }

    /// The column of that name, to change it.
    pub fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.columns.iter_mut().find(|column| column.name == name)
    }
}

impl Named for Table {
    type Key = Name;
    fn key(&self) -> Name {
        self.name.clone()
    }
}

/// How the values of an enum are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Storage {
    /// The database's own enum type where it has one, text with a named check elsewhere.
    #[default]
    Native,
    /// Text with a named check everywhere.
    Text,
}

impl Storage {
    fn is_native(&self) -> bool {
        *self == Storage::Native
    }
}

/// A closed list of text values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enum {
    /// Schema and name.
    pub name: Name,
    /// The values, in the order of the Rust enum, which is their sort order in the database.
    pub values: Vec<String>,
    /// How the values are kept.
    #[serde(default, skip_serializing_if = "Storage::is_native")]
    pub storage: Storage,
}

impl Named for Enum {
    type Key = Name;
    fn key(&self) -> Name {
        self.name.clone()
    }
}

/// A field that is false is left out of JSON.
fn is_false(value: &bool) -> bool {
    !*value
}
