//! Names that something holds while something else wants them: of a table until it is dropped at the end, or
//! of a key or index until it is renamed itself.

use std::collections::{BTreeMap, BTreeSet};

use strobila::operation::Operation;
use strobila::schema::{Name, Schema, fresh_name, shorten};

use super::Changes;
use super::rename::{ASIDE, Spare, sequence};
use super::table::Constraint;

/// Gives keys and indexes of dropped tables other names where theirs are wanted; returns the renames.
pub(super) fn step_aside(changes: &mut Changes<'_>) -> Vec<Operation> {
    let wanted = wanted(changes);
    let mut renames = Vec::new();
    for table in changes.dropped.iter_mut().filter(|table| !table.own_names) {
        let owner = table.name.clone();
        let spare = |name: &str| {
            let is_wanted = |name: &str| wanted.contains(&owner.sibling(name));
            is_wanted(name).then(|| fresh_name(&shorten(format!("{ASIDE}{name}")), is_wanted))
        };
        if let Some(key) = &mut table.primary_key
            && let Some(to) = spare(&key.name)
        {
            renames.push(Operation::RenameConstraint {
                table: owner.clone(),
                from: key.name.clone(),
                to: to.clone(),
            });
            key.name = to;
        }
        for from in table.uniques.keys().cloned().collect::<Vec<_>>() {
            if let Some(to) = spare(&from)
                && let Some(unique) = table.uniques.remove(&from)
            {
                table.uniques.insert(to.clone(), unique.with_name(&to));
                renames.push(Operation::RenameConstraint { table: owner.clone(), from, to });
            }
        }
        for from in table.exclusions.keys().cloned().collect::<Vec<_>>() {
            if let Some(to) = spare(&from)
                && let Some(exclusion) = table.exclusions.remove(&from)
            {
                table.exclusions.insert(to.clone(), exclusion.with_name(&to));
                renames.push(Operation::RenameConstraint { table: owner.clone(), from, to });
            }
        }
        for from in table.indexes.keys().cloned().collect::<Vec<_>>() {
            if let Some(to) = spare(&from)
                && let Some(index) = table.indexes.remove(&from)
            {
                table.indexes.insert(to.clone(), index.with_name(&to));
                renames.push(Operation::RenameIndex { table: owner.clone(), from, to });
            }
        }
    }
    renames
}

/// The names of keys and indexes that will be made or renamed to.
fn wanted(changes: &Changes<'_>) -> BTreeSet<Name> {
    let operations = changes.before.iter().chain(&changes.after);
    let single = operations.filter_map(|operation| match operation {
        Operation::AddPrimaryKey { table, primary_key } => Some(table.sibling(&primary_key.name)),
        Operation::AddUnique { table, unique } => Some(table.sibling(&unique.name)),
        Operation::AddExclusion { table, exclusion } => Some(table.sibling(&exclusion.name)),
        Operation::AddIndex { table, index } => Some(table.sibling(&index.name)),
        Operation::RenameIndex { table, to, .. } | Operation::RenameConstraint { table, to, .. } => {
            Some(table.sibling(to))
        }
        _ => None,
    });
    let created =
        changes.created.iter().flat_map(|table| table.relation_names().map(|name| table.name.sibling(name)));
    single.chain(created).collect()
}

/// Where a name of a key, index or check must be the only one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Among all tables of its schema.
    Schema(Name),
    /// In its table.
    Table(Name, String),
}

impl Place {
    fn of(operation: &Operation, name: &str, schema: &Schema) -> Option<Self> {
        let owner = operation.table()?;
        let table = schema.tables.get(owner)?;
        let (Operation::RenameIndex { from, .. } | Operation::RenameConstraint { from, .. }) = operation
        else {
            return None;
        };
        let is_own =
            table.own_names || table.foreign_keys.contains_key(from) || table.checks.contains_key(from);
        Some(if is_own {
            Place::Table(owner.clone(), name.to_owned())
        } else {
            Place::Schema(owner.sibling(name))
        })
    }

    fn name(&self) -> &str {
        match self {
            Place::Schema(name) => &name.name,
            Place::Table(_, name) => name,
        }
    }

    fn with_name(&self, name: String) -> Self {
        match self {
            Place::Schema(old) => Place::Schema(old.sibling(name)),
            Place::Table(table, _) => Place::Table(table.clone(), name),
        }
    }

    fn is_in(&self, schema: &Schema) -> bool {
        match self {
            Place::Schema(name) => {
                let holds = |of: &Name, held: &str| of.sibling(held) == *name;
                schema.tables.contains_key(name)
                    || schema
                        .tables
                        .values()
                        .any(|table| table.relation_names().any(|held| holds(&table.name, held)))
            }
            Place::Table(table, name) => schema.tables.get(table).is_some_and(|table| {
                table.relation_names().any(|held| held == name)
                    || table.foreign_keys.contains_key(name)
                    || table.checks.contains_key(name)
            }),
        }
    }
}

impl Spare for Place {
    fn spare(&self, is_taken: &dyn Fn(&Place) -> bool) -> Place {
        let name = shorten(format!("{ASIDE}{}", self.name()));
        self.with_name(fresh_name(&name, |name| is_taken(&self.with_name(name.to_owned()))))
    }
}

/// Puts the renames of keys and indexes, which end `operations`, in an order in which none meets a name
/// that another still holds; in a circle one steps aside. As they are where they do not meet.
pub(super) fn settle_names(operations: &mut Vec<Operation>, [prev, next]: [&Schema; 2]) {
    let is_rename = |operation: &Operation| {
        matches!(operation, Operation::RenameIndex { .. } | Operation::RenameConstraint { .. })
    };
    let start = operations.iter().position(is_rename).unwrap_or(operations.len());
    let each = operations[start..].iter().filter_map(|operation| {
        let (Operation::RenameIndex { from, to, .. } | Operation::RenameConstraint { from, to, .. }) =
            operation
        else {
            return None;
        };
        Some((Place::of(operation, from, prev)?, Place::of(operation, to, prev)?))
    });
    let pairs: Vec<(Place, Place)> = each.collect();
    if pairs.len() < operations.len() - start || !do_meet(&pairs) {
        return;
    }
    let mut holders: BTreeMap<Place, Operation> =
        pairs.iter().map(|(from, _)| from.clone()).zip(operations.drain(start..)).collect();
    let taken = pairs.iter().map(|(from, _)| from.clone()).collect();
    let moves = pairs.into_iter().map(|(from, to)| (to, from)).collect();
    let spare = |place: &Place, is_taken: &dyn Fn(&Place) -> bool| {
        place.spare(&|place| is_taken(place) || place.is_in(prev) || place.is_in(next))
    };
    for (before, after) in sequence(moves, taken, spare) {
        let Some(mut operation) = holders.remove(&before) else { continue };
        if let Operation::RenameIndex { from, to, .. } | Operation::RenameConstraint { from, to, .. } =
            &mut operation
        {
            before.name().clone_into(from);
            after.name().clone_into(to);
        }
        operations.push(operation.clone());
        holders.insert(after, operation);
    }
}

fn do_meet(pairs: &[(Place, Place)]) -> bool {
    let mut held: BTreeSet<&Place> = pairs.iter().map(|(from, _)| from).collect();
    pairs.iter().any(|(from, to)| {
        let meets = held.contains(to);
        held.remove(from);
        meets
    })
}
