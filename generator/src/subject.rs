//! What an operation is about, under the names that things have when all operations have run.

use std::collections::BTreeMap;

use strobila::operation::{self, Operation};
use strobila::schema::Name;

/// What one operation is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The table or enum, under its last name.
    pub owner: Owner,
    /// What is done, to which kind of thing: the operation's variant.
    pub verb: &'static str,
    /// The column, constraint, index or value under its last name; empty for the owner itself.
    pub item: String,
}

impl Subject {
    /// How a person names it: `author`, `author.fax`.
    pub fn path(&self) -> String {
        let (Owner::Table(owner) | Owner::Enum(owner)) = &self.owner;
        if self.item.is_empty() { owner.to_string() } else { format!("{owner}.{}", self.item) }
    }
}

/// A table or an enum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A table.
    Table(Name),
    /// An enum.
    Enum(Name),
}

/// The subject of each operation, in their order.
pub fn subjects(operations: &[Operation]) -> Vec<Subject> {
    let mut names = LastNames::default();
    let mut subjects: Vec<Subject> =
        operations.iter().rev().map(|operation| names.subject(operation)).collect();
    subjects.reverse();
    subjects
}

/// How an operation stands to its neighbours, for whoever reads a line of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// It stands for itself.
    Whole,
    /// It drops a constraint or an index that a later operation adds again.
    Dropped,
    /// It adds again what an earlier one dropped: both together replace it.
    Replaced,
}

/// The part of each subject. A column or a table that is dropped and added again is not the same one.
pub(crate) fn parts(subjects: &[&Subject]) -> Vec<Part> {
    let kind = |verb: &'static str| {
        ["foreign_key", "check", "index", "unique", "primary_key"]
            .into_iter()
            .find_map(|kind| Some((kind, verb.strip_suffix(kind)?.strip_suffix('_')?)))
    };
    let mut parts = vec![Part::Whole; subjects.len()];
    let mut dropped: BTreeMap<(&Owner, &str, &str), usize> = BTreeMap::new();
    for (at, subject) in subjects.iter().enumerate() {
        let Some((kind, verb)) = kind(subject.verb) else { continue };
        let thing = (&subject.owner, kind, subject.item.as_str());
        if verb == "drop" {
            dropped.insert(thing, at);
        } else if verb == "add"
            && let Some(before) = dropped.remove(&thing)
        {
            parts[before] = Part::Dropped;
            parts[at] = Part::Replaced;
        }
    }
    parts
}

/// What the names of a moment become later; filled from the last operation backwards.
#[derive(Default)]
struct LastNames {
    tables: BTreeMap<Name, Name>,
    enums: BTreeMap<Name, Name>,
    columns: BTreeMap<(Name, String), String>,
}

impl LastNames {
    fn subject(&mut self, operation: &Operation) -> Subject {
        let (verb, item) = describe(operation);
        let mut item = item.to_owned();
        match operation {
            Operation::RenameTable { from, to } => rename(&mut self.tables, from, to),
            Operation::RenameEnum { from, to } => rename(&mut self.enums, from, to),
            Operation::RenameColumn { table, from, to } => {
                let table = self.table(table);
                let last = self.columns.remove(&(table.clone(), to.clone())).unwrap_or_else(|| to.clone());
                item.clone_from(&last);
                self.columns.insert((table, from.clone()), last);
            }
            Operation::AddColumn { table, .. }
            | Operation::AlterColumn { table, .. }
            | Operation::DropColumn { table, .. } => {
                if let Some(last) = self.columns.get(&(self.table(table), item.clone())) {
                    item.clone_from(last);
                }
            }
            Operation::ReleaseTable { .. }
            | Operation::AdoptTable { .. }
            | Operation::ReleaseEnum { .. }
            | Operation::AdoptEnum { .. }
            | Operation::RenameEnumValue { .. }
            | Operation::DropForeignKey { .. }
            | Operation::DropCheck { .. }
            | Operation::DropIndex { .. }
            | Operation::DropUnique { .. }
            | Operation::DropExclusion { .. }
            | Operation::DropPrimaryKey { .. }
            | Operation::RenameIndex { .. }
            | Operation::RenameConstraint { .. }
            | Operation::CreateEnum { .. }
            | Operation::AddEnumValue { .. }
            | Operation::ReplaceEnum { .. }
            | Operation::CreateTable { .. }
            | Operation::AddPrimaryKey { .. }
            | Operation::AddUnique { .. }
            | Operation::AddExclusion { .. }
            | Operation::AddIndex { .. }
            | Operation::AddCheck { .. }
            | Operation::AddForeignKey { .. }
            | Operation::SetTableComment { .. }
            | Operation::SetTableOptions { .. }
            | Operation::DropTable { .. }
            | Operation::DropEnum { .. } => {}
        }
        let owner = match operation.owner() {
            operation::Owner::Table(name) => Owner::Table(self.table(name)),
            operation::Owner::Enum(name) => Owner::Enum(self.enums.get(name).unwrap_or(name).clone()),
        };
        Subject { owner, verb, item }
    }

    fn table(&self, name: &Name) -> Name {
        self.tables.get(name).unwrap_or(name).clone()
    }
}

fn rename(names: &mut BTreeMap<Name, Name>, from: &Name, to: &Name) {
    let last = names.remove(to).unwrap_or_else(|| to.clone());
    names.insert(from.clone(), last);
}

/// The variant's name, and the item within its table or enum.
fn describe(operation: &Operation) -> (&'static str, &str) {
    match operation {
        Operation::ReleaseTable { .. } => ("release_table", ""),
        Operation::AdoptTable { .. } => ("adopt_table", ""),
        Operation::ReleaseEnum { .. } => ("release_enum", ""),
        Operation::AdoptEnum { .. } => ("adopt_enum", ""),
        Operation::RenameEnum { .. } => ("rename_enum", ""),
        Operation::RenameEnumValue { to, .. } => ("rename_enum_value", to),
        Operation::RenameTable { .. } => ("rename_table", ""),
        Operation::RenameColumn { to, .. } => ("rename_column", to),
        Operation::DropForeignKey { foreign_key, .. } => ("drop_foreign_key", &foreign_key.name),
        Operation::DropCheck { check, .. } => ("drop_check", &check.name),
        Operation::DropIndex { index, .. } => ("drop_index", &index.name),
        Operation::DropUnique { unique, .. } => ("drop_unique", &unique.name),
        Operation::DropExclusion { exclusion, .. } => ("drop_exclusion", &exclusion.name),
        Operation::DropPrimaryKey { .. } => ("drop_primary_key", ""),
        Operation::RenameIndex { to, .. } => ("rename_index", to),
        Operation::RenameConstraint { to, .. } => ("rename_constraint", to),
        Operation::CreateEnum { .. } => ("create_enum", ""),
        Operation::AddEnumValue { value, .. } => ("add_enum_value", value),
        Operation::ReplaceEnum { .. } => ("replace_enum", ""),
        Operation::CreateTable { .. } => ("create_table", ""),
        Operation::AddColumn { column, .. } => ("add_column", &column.name),
        Operation::AlterColumn { to, .. } => ("alter_column", &to.name),
        Operation::AddPrimaryKey { .. } => ("add_primary_key", ""),
        Operation::AddUnique { unique, .. } => ("add_unique", &unique.name),
        Operation::AddExclusion { exclusion, .. } => ("add_exclusion", &exclusion.name),
        Operation::AddIndex { index, .. } => ("add_index", &index.name),
        Operation::AddCheck { check, .. } => ("add_check", &check.name),
        Operation::AddForeignKey { foreign_key, .. } => ("add_foreign_key", &foreign_key.name),
        Operation::SetTableComment { .. } => ("set_table_comment", ""),
        Operation::SetTableOptions { .. } => ("set_table_options", ""),
        Operation::DropColumn { column, .. } => ("drop_column", &column.name),
        Operation::DropTable { .. } => ("drop_table", ""),
        Operation::DropEnum { .. } => ("drop_enum", ""),
    }
}

#[cfg(test)]
mod tests {
    use strobila::operation::Operation;

    use super::{Owner, subjects};

    #[test]
    fn a_swap_of_names_is_followed_through_the_temporary_one() {
        let rename = |from: &str, to: &str| Operation::RenameTable { from: from.into(), to: to.into() };
        let column = |table: &str, from: &str, to: &str| Operation::RenameColumn {
            table: table.into(),
            from: from.into(),
            to: to.into(),
        };
        let ops = [
            rename("a", "tmp"),
            rename("b", "a"),
            rename("tmp", "b"),
            column("a", "x", "t"),
            column("a", "y", "x"),
            column("a", "t", "y"),
        ];
        let found: Vec<(Owner, String)> =
            subjects(&ops).into_iter().map(|subject| (subject.owner, subject.item)).collect();
        let table = |name: &str| Owner::Table(name.into());
        assert_eq!(
            found,
            [
                (table("b"), String::new()),
                (table("a"), String::new()),
                (table("b"), String::new()),
                (table("a"), "y".to_owned()),
                (table("a"), "x".to_owned()),
                (table("a"), "y".to_owned()),
            ]
        );
    }
}
