//! What changes within one table.

use std::collections::BTreeMap;

use strobila::operation::{Operation, Place};
use strobila::schema::{Check, Exclusion, ForeignKey, Index, Name, PrimaryKey, Table, Unique};

use super::Changes;

/// Compares two states of one table, both under its final name.
pub(super) fn compare(old: &Table, new: &Table, changes: &mut Changes<'_>) {
    if old == new {
        return;
    }
    if old.comment != new.comment {
        let (from, to) = (old.comment.clone(), new.comment.clone());
        changes.after.push(Operation::SetTableComment { table: new.name.clone(), from, to });
    }
    if old.options != new.options {
        let (from, to) = (old.options.clone(), new.options.clone());
        changes.after.push(Operation::SetTableOptions { table: new.name.clone(), from, to });
    }
    columns(old, new, changes);
    primary_key(old, new, changes);
    constraints(&new.name, &old.uniques, &new.uniques, changes);
    constraints(&new.name, &old.exclusions, &new.exclusions, changes);
    constraints(&new.name, &old.indexes, &new.indexes, changes);
    constraints(&new.name, &old.checks, &new.checks, changes);
    constraints(&new.name, &old.foreign_keys, &new.foreign_keys, changes);
}

fn columns(old: &Table, new: &Table, changes: &mut Changes<'_>) {
    let table = &new.name;
    for (at, column) in new.columns.iter().enumerate() {
        match old.column(&column.name) {
            Some(before) if before == column => {}
            Some(before) => changes.after.push(Operation::AlterColumn {
                table: table.clone(),
                from: before.clone(),
                to: column.clone(),
                fill: None,
                using: None,
            }),
            None => changes.after.push(Operation::AddColumn {
                table: table.clone(),
                column: column.clone(),
                fill: None,
                place: place(old, new, at),
            }),
        }
    }
    let gone = old.columns.iter().filter(|column| new.column(&column.name).is_none());
    let mut gone: Vec<_> = gone.cloned().collect();
    // A computed column goes before what it is computed from.
    gone.sort_by_key(|column| column.generated.is_none());
    changes
        .after
        .extend(gone.into_iter().map(|column| Operation::DropColumn { table: table.clone(), column }));
}

/// The place of a new column; none when no older one stands behind it.
fn place(old: &Table, new: &Table, at: usize) -> Option<Place> {
    new.columns[at..].iter().find(|column| old.column(&column.name).is_some())?;
    let before = at.checked_sub(1).map(|before| Place::After(new.columns[before].name.clone()));
    Some(before.unwrap_or(Place::First))
}

fn primary_key(old: &Table, new: &Table, changes: &mut Changes<'_>) {
    let table = || new.name.clone();
    match (&old.primary_key, &new.primary_key) {
        (old, new) if old == new => {}
        (Some(old), Some(new)) if (PrimaryKey { name: new.name.clone(), ..old.clone() }) == *new => {
            changes.before.push(Operation::RenameConstraint {
                table: table(),
                from: old.name.clone(),
                to: new.name.clone(),
            })
        }
        (old, new) => {
            changes.before.extend(
                old.iter().map(|key| Operation::DropPrimaryKey { table: table(), primary_key: key.clone() }),
            );
            changes.after.extend(
                new.iter().map(|key| Operation::AddPrimaryKey { table: table(), primary_key: key.clone() }),
            );
        }
    }
}

/// Something that stands on a table under a name of its own.
pub(super) trait Constraint: Clone + PartialEq {
    /// Its name.
    fn name(&self) -> &str;
    /// The same under another name.
    fn with_name(&self, name: &str) -> Self;
    fn drop(&self, table: &Name) -> Operation;
    fn add(&self, table: &Name) -> Operation;
    fn rename(table: &Name, from: &str, to: &str) -> Operation {
        Operation::RenameConstraint { table: table.clone(), from: from.to_owned(), to: to.to_owned() }
    }
    /// Whether the two differ in nothing but their names.
    fn is_like(&self, other: &Self) -> bool {
        self.with_name(other.name()) == *other
    }
}

macro_rules! constraint {
    ($ty:ident, $field:ident, $drop:ident, $add:ident $(, $rename:ident)?) => {
        impl Constraint for $ty {
            fn name(&self) -> &str {
                &self.name
            }
            fn with_name(&self, name: &str) -> Self {
                $ty { name: name.to_owned(), ..self.clone() }
            }
            fn drop(&self, table: &Name) -> Operation {
                Operation::$drop { table: table.clone(), $field: self.clone() }
            }
            fn add(&self, table: &Name) -> Operation {
                Operation::$add { table: table.clone(), $field: self.clone() }
            }
            $(fn rename(table: &Name, from: &str, to: &str) -> Operation {
                Operation::$rename { table: table.clone(), from: from.to_owned(), to: to.to_owned() }
            })?
        }
    };
}
constraint!(Unique, unique, DropUnique, AddUnique);
constraint!(Exclusion, exclusion, DropExclusion, AddExclusion);
constraint!(Index, index, DropIndex, AddIndex, RenameIndex);
constraint!(Check, check, DropCheck, AddCheck);
constraint!(ForeignKey, foreign_key, DropForeignKey, AddForeignKey);

fn constraints<C: Constraint>(
    table: &Name,
    old: &BTreeMap<String, C>,
    new: &BTreeMap<String, C>,
    changes: &mut Changes<'_>,
) {
    let mut gone: Vec<&C> = old.values().filter(|item| !new.contains_key(item.name())).collect();
    for item in new.values() {
        match old.get(item.name()) {
            Some(before) if before == item => {}
            Some(before) => {
                changes.before.push(before.drop(table));
                changes.after.push(item.add(table));
            }
            None => match gone.iter().position(|before| before.is_like(item)) {
                Some(at) => {
                    let before = gone.remove(at);
                    changes.before.push(C::rename(table, before.name(), item.name()));
                }
                None => changes.after.push(item.add(table)),
            },
        }
    }
    changes.before.extend(gone.into_iter().map(|item| item.drop(table)));
}
