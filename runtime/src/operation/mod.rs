//! One change of a schema, as data.

mod apply;
mod describe;
mod loss;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::schema::{
    Check, Column, Enum, Exclusion, ForeignKey, Index, Name, PrimaryKey, Schema, Sql, Table, Unique,
};

pub use apply::{Applier, Refusal, apply, apply_all};
pub use loss::{Loss, losses};

/// One change of a schema. The variants stand in the order in which a plan runs them.
///
/// An operation holds what it removes as well as what it adds, so that it can be shown, undone and
/// checked without the schema around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "a plan is short, and a box would stand in every pattern")]
#[expect(missing_docs, reason = "the variant's sentence says what its fields are")]
pub enum Operation {
    /// The table leaves its module for another; the database does not change.
    ReleaseTable { table: Table, to: String },
    /// The table comes from another module; the database does not change.
    AdoptTable { table: Table, from: String },
    /// The enum leaves its module for another; the database does not change.
    ReleaseEnum { item: Enum, to: String },
    /// The enum comes from another module; the database does not change.
    AdoptEnum { item: Enum, from: String },
    /// Renames an enum.
    RenameEnum { from: Name, to: Name },
    /// Renames one value of an enum.
    RenameEnumValue { name: Name, from: String, to: String },
    /// Renames a table.
    RenameTable { from: Name, to: Name },
    /// Renames a column.
    RenameColumn { table: Name, from: String, to: String },
    /// Drops a foreign key.
    DropForeignKey { table: Name, foreign_key: ForeignKey },
    /// Drops a check constraint.
    DropCheck { table: Name, check: Check },
    /// Drops an index.
    DropIndex { table: Name, index: Index },
    /// Drops a unique constraint.
    DropUnique { table: Name, unique: Unique },
    /// Drops an exclusion constraint.
    DropExclusion { table: Name, exclusion: Exclusion },
    /// Drops the primary key.
    DropPrimaryKey { table: Name, primary_key: PrimaryKey },
    /// Renames an index.
    RenameIndex { table: Name, from: String, to: String },
    /// Renames a primary key, unique constraint, exclusion constraint, foreign key or check.
    RenameConstraint { table: Name, from: String, to: String },
    /// Creates an enum.
    CreateEnum { item: Enum },
    /// Adds a value to an enum, before another or at the end.
    AddEnumValue {
        name: Name,
        value: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<String>,
    },
    /// Gives an enum another list of values, with some gone or in another order.
    ReplaceEnum { from: Enum, to: Enum },
    /// Creates a table with all that belongs to it, foreign keys to tables made later excepted.
    CreateTable { table: Table },
    /// Gives a table other words of the database's own; its columns stay as they are.
    SetTableOptions { table: Name, from: BTreeSet<String>, to: BTreeSet<String> },
    /// Adds a column, at the end unless `place` says otherwise; `fill` is what existing rows get.
    AddColumn {
        table: Name,
        column: Column,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fill: Option<Sql>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Place>,
    },
    /// Gives a column another type, nullability, default, comment or the like. `fill` replaces NULL
    /// where the column becomes required; `using` converts the old value to the new type.
    AlterColumn {
        table: Name,
        from: Column,
        to: Column,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fill: Option<Sql>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        using: Option<Sql>,
    },
    /// Adds a primary key.
    AddPrimaryKey { table: Name, primary_key: PrimaryKey },
    /// Adds a unique constraint.
    AddUnique { table: Name, unique: Unique },
    /// Adds an exclusion constraint.
    AddExclusion { table: Name, exclusion: Exclusion },
    /// Adds an index.
    AddIndex { table: Name, index: Index },
    /// Adds a check constraint.
    AddCheck { table: Name, check: Check },
    /// Adds a foreign key.
    AddForeignKey { table: Name, foreign_key: ForeignKey },
    /// Sets or removes the comment on a table.
    SetTableComment { table: Name, from: Option<String>, to: Option<String> },
    /// Drops a column and the values in it.
    DropColumn { table: Name, column: Column },
    /// Drops a table and the rows in it.
    DropTable { table: Table },
    /// Drops an enum.
    DropEnum { item: Enum },
}

impl Operation {
    /// Whether what a person says of the values in a column is how each is converted to another type; else
    /// it replaces NULL in one that becomes required.
    pub fn is_converted(from: &Column, to: &Column) -> bool {
        let becomes_required = from.nullable && !to.nullable;
        from.ty != to.ty && !(becomes_required && from.ty.converts_to(&to.ty))
    }

    /// Its place in a plan: operations run in the order of the variants.
    pub fn rank(&self) -> u8 {
        match self {
            Operation::ReleaseTable { .. } => 0,
            Operation::AdoptTable { .. } => 1,
            Operation::ReleaseEnum { .. } => 2,
            Operation::AdoptEnum { .. } => 3,
            Operation::RenameEnum { .. } => 4,
            Operation::RenameEnumValue { .. } => 5,
            Operation::RenameTable { .. } => 6,
            Operation::RenameColumn { .. } => 7,
            Operation::DropForeignKey { .. } => 8,
            Operation::DropCheck { .. } => 9,
            Operation::DropIndex { .. } => 10,
            Operation::DropUnique { .. } => 11,
            Operation::DropExclusion { .. } => 12,
            Operation::DropPrimaryKey { .. } => 13,
            Operation::RenameIndex { .. } => 14,
            Operation::RenameConstraint { .. } => 15,
            Operation::CreateEnum { .. } => 16,
            Operation::AddEnumValue { .. } => 17,
            Operation::ReplaceEnum { .. } => 18,
            Operation::CreateTable { .. } => 19,
            Operation::SetTableOptions { .. } => 20,
            Operation::AddColumn { .. } => 21,
            Operation::AlterColumn { .. } => 22,
            Operation::AddPrimaryKey { .. } => 23,
            Operation::AddUnique { .. } => 24,
            Operation::AddExclusion { .. } => 25,
            Operation::AddIndex { .. } => 26,
            Operation::AddCheck { .. } => 27,
            Operation::AddForeignKey { .. } => 28,
            Operation::SetTableComment { .. } => 29,
            Operation::DropColumn { .. } => 30,
            Operation::DropTable { .. } => 31,
            Operation::DropEnum { .. } => 32,
        }
    }

    /// The table or enum it changes, under the name that has while the operation runs.
    pub fn owner(&self) -> Owner<'_> {
        match self {
            Operation::ReleaseTable { table, .. }
            | Operation::AdoptTable { table, .. }
            | Operation::CreateTable { table }
            | Operation::DropTable { table } => Owner::Table(&table.name),
            Operation::RenameTable { from, .. } => Owner::Table(from),
            Operation::RenameColumn { table, .. }
            | Operation::DropForeignKey { table, .. }
            | Operation::DropCheck { table, .. }
            | Operation::DropIndex { table, .. }
            | Operation::DropUnique { table, .. }
            | Operation::DropExclusion { table, .. }
            | Operation::DropPrimaryKey { table, .. }
            | Operation::RenameIndex { table, .. }
            | Operation::RenameConstraint { table, .. }
            | Operation::AddColumn { table, .. }
            | Operation::AlterColumn { table, .. }
            | Operation::AddPrimaryKey { table, .. }
            | Operation::AddUnique { table, .. }
            | Operation::AddExclusion { table, .. }
            | Operation::AddIndex { table, .. }
            | Operation::AddCheck { table, .. }
            | Operation::AddForeignKey { table, .. }
            | Operation::SetTableComment { table, .. }
            | Operation::SetTableOptions { table, .. }
            | Operation::DropColumn { table, .. } => Owner::Table(table),
            Operation::RenameEnum { from, .. } => Owner::Enum(from),
            Operation::RenameEnumValue { name, .. } | Operation::AddEnumValue { name, .. } => {
                Owner::Enum(name)
            }
            Operation::CreateEnum { item }
            | Operation::DropEnum { item }
            | Operation::ReleaseEnum { item, .. }
            | Operation::AdoptEnum { item, .. } => Owner::Enum(&item.name),
            Operation::ReplaceEnum { from, .. } => Owner::Enum(&from.name),
        }
    }

    /// The table it changes; none when it changes an enum.
    pub fn table(&self) -> Option<&Name> {
        match self.owner() {
            Owner::Table(name) => Some(name),
            Owner::Enum(_) => None,
        }
    }

    /// The enum it changes; none when it changes a table.
    pub fn enum_name(&self) -> Option<&Name> {
        match self.owner() {
            Owner::Table(_) => None,
            Owner::Enum(name) => Some(name),
        }
    }
}

/// Where a new column stands, in a database that can put it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Before all others.
    First,
    /// Behind the column of that name.
    After(String),
}

/// The table or enum that an operation changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner<'a> {
    /// A table.
    Table(&'a Name),
    /// An enum.
    Enum(&'a Name),
}

impl<'a> Owner<'a> {
    /// Its name.
    pub fn name(self) -> &'a Name {
        match self {
            Owner::Table(name) | Owner::Enum(name) => name,
        }
    }
}

/// Operations in the order they run, with the schemas before and after them.
///
/// `prev` and `next` are portable, or normalised for one target; `apply(prev, operations)` is
/// exactly `next`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The schema before.
    pub prev: Schema,
    /// The schema after.
    pub next: Schema,
    /// What leads from one to the other.
    pub operations: Vec<Operation>,
}
