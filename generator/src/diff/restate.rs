//! Constraints that stay as they are, but cannot stand while what they depend on changes.
//!
//! A foreign key whose columns change type, or whose target key is replaced; a check or an index
//! expression over a column that changes type, whose stored form keeps its old casts (PostgreSQL).

use std::collections::{BTreeMap, BTreeSet};

use strobila::operation::Operation;
use strobila::schema::{Column, ForeignKey, Name, Schema};

use super::Changes;
use super::table::Constraint;

/// Drops such constraints before everything and adds them again after everything.
pub(super) fn dependents(prev: &Schema, next: &Schema, changes: &mut Changes<'_>) {
    let replaced = replaced_enums(changes);
    let altered = altered_columns(prev, changes, &replaced);
    let lost = lost_keys(changes);
    if altered.is_empty() && lost.is_empty() {
        return;
    }
    // PostgreSQL ties a foreign key to one key of its target, even where another would do as well.
    let target_of = |key: &ForeignKey| key.target.iter().cloned().collect::<BTreeSet<String>>();
    let target_goes = |key: &ForeignKey| {
        let target = altered.get(&key.references);
        target.is_some_and(|columns| key.target.iter().any(|name| columns.contains(name)))
            || lost.get(&key.references).is_some_and(|lost| lost.contains(&target_of(key)))
    };
    for (name, new) in &next.tables {
        let Some(old) = prev.tables.get(name) else { continue };
        let own = altered.get(name);
        let changed = |column: &String| own.is_some_and(|columns| columns.contains(column));
        for key in old.foreign_keys.values().filter(|key| new.foreign_keys.get(&key.name) == Some(key)) {
            if key.columns.iter().any(changed) || target_goes(key) {
                restate(key, name, changes);
            }
        }
        let Some(own) = own else { continue };
        for check in old.checks.values().filter(|check| new.checks.get(&check.name) == Some(check)) {
            if own.iter().any(|column| check.expression.mentions(column)) {
                restate(check, name, changes);
            }
        }
        for item in old.exclusions.values().filter(|item| new.exclusions.get(&item.name) == Some(item)) {
            if own.iter().any(|column| item.expressions().any(|sql| sql.mentions(column))) {
                restate(item, name, changes);
            }
        }
        for index in old.indexes.values().filter(|index| new.indexes.get(&index.name) == Some(index)) {
            if own.iter().any(|column| index.expressions().any(|sql| sql.mentions(column))) {
                restate(index, name, changes);
            }
        }
    }
    // Tables go last, so what they point at would change under their keys.
    for table in &mut changes.dropped {
        let name = table.name.clone();
        let (gone, kept) = std::mem::take(&mut table.foreign_keys)
            .into_iter()
            .partition(|(_, key)| key.references != name && target_goes(key));
        table.foreign_keys = kept;
        changes.before.extend(gone.into_values().map(|key: ForeignKey| key.drop(&name)));
    }
}

fn restate<C: Constraint>(item: &C, table: &Name, changes: &mut Changes<'_>) {
    changes.before.push(item.drop(table));
    changes.after.push(item.add(table));
}

fn replaced_enums(changes: &Changes<'_>) -> BTreeSet<Name> {
    let replaced = changes.enums.iter().filter_map(|operation| match operation {
        Operation::ReplaceEnum { from, .. } => Some(from.name.clone()),
        _ => None,
    });
    replaced.collect()
}

fn altered_columns(
    prev: &Schema,
    changes: &Changes<'_>,
    replaced: &BTreeSet<Name>,
) -> BTreeMap<Name, BTreeSet<String>> {
    let mut altered: BTreeMap<Name, BTreeSet<String>> = BTreeMap::new();
    for operation in &changes.after {
        if let Operation::AlterColumn { table, from, to, .. } = operation
            && (from.ty != to.ty || from.collation != to.collation)
        {
            altered.entry(table.clone()).or_default().insert(to.name.clone());
        }
    }
    if !replaced.is_empty() {
        let is_replaced =
            |column: &&Column| column.ty.enum_name().is_some_and(|name| replaced.contains(name));
        for table in prev.tables.values() {
            for column in table.columns.iter().filter(is_replaced) {
                altered.entry(table.name.clone()).or_default().insert(column.name.clone());
            }
        }
    }
    altered
}

/// The columns of the keys that tables lose.
fn lost_keys(changes: &Changes<'_>) -> BTreeMap<Name, Vec<BTreeSet<String>>> {
    let mut lost: BTreeMap<Name, Vec<BTreeSet<String>>> = BTreeMap::new();
    for operation in &changes.before {
        let (table, columns) = match operation {
            Operation::DropPrimaryKey { table, primary_key } => (table, primary_key.columns.clone()),
            Operation::DropUnique { table, unique } => (table, unique.columns.clone()),
            Operation::DropIndex { table, index } if index.unique => {
                (table, index.columns().map(str::to_owned).collect())
            }
            _ => continue,
        };
        lost.entry(table.clone()).or_default().push(columns.into_iter().collect());
    }
    lost
}
