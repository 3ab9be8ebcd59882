//! Names that a table holds until it is dropped at the end, and that something else wants before.

use std::collections::BTreeSet;

use strobila::operation::Operation;
use strobila::schema::{Name, fresh_name, shorten};

use super::Changes;
use super::table::Constraint;

/// Gives keys and indexes of dropped tables other names where theirs are wanted; returns the renames.
pub(super) fn step_aside(changes: &mut Changes<'_>) -> Vec<Operation> {
    let wanted = wanted(changes);
    let mut renames = Vec::new();
    for table in changes.dropped.iter_mut().filter(|table| !table.own_names) {
        let owner = table.name.clone();
        let spare = |name: &str| {
            let is_wanted = |name: &str| wanted.contains(&owner.sibling(name));
            is_wanted(name).then(|| fresh_name(&shorten(format!("strobila_old_{name}")), is_wanted))
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
