//! Splits the plan of all modules into one part per module, in the order in which they can run.

use std::collections::{BTreeMap, BTreeSet};

use strobila::operation::{Operation, Plan, apply_all};
use strobila::schema::{Name, Schema};

use super::PlanError;
use crate::decide::{Decisions, Sides};

/// What one migration of one module does: a step on the way of all modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The module.
    pub module: String,
    /// All modules before it, its operations, all modules after it.
    pub plan: Plan,
}

/// Splits the plan of all modules. A module gets a second part when its foreign keys and another
/// module's run in a circle.
///
/// # Errors
/// [`PlanError::Needs`] when a wanted module leans on a change of one that is not wanted.
pub fn split(
    sides: &Sides<'_>,
    joint: &Plan,
    decisions: &Decisions,
    wanted: &BTreeSet<String>,
) -> Result<Vec<Part>, PlanError> {
    let mut waiting = by_module(sides, joint, decisions);
    let mut schema = joint.prev.clone();
    let mut parts = Vec::new();
    while waiting.keys().any(|module| wanted.contains(module)) {
        let ready = waiting
            .iter()
            .filter(|(module, _)| wanted.contains(*module))
            .find_map(|(module, operations)| Some((module.clone(), run(&schema, operations)?)));
        if let Some((module, next)) = ready {
            let operations = waiting.remove(&module).unwrap_or_default();
            let prev = std::mem::replace(&mut schema, next.clone());
            parts.push(Part { module, plan: Plan { prev, next, operations } });
            continue;
        }
        if break_circle(&schema, &mut waiting, wanted, &mut parts).is_some_and(|next| {
            schema = next;
            true
        }) {
            continue;
        }
        return Err(stuck(&schema, &waiting, wanted));
    }
    Ok(parts)
}

fn run(schema: &Schema, operations: &[Operation]) -> Option<Schema> {
    let mut next = schema.clone();
    apply_all(&mut next, operations).ok()?;
    Some(next)
}

/// Operations by the module whose tables and enums they change, in the order of the plan.
pub fn by_module(sides: &Sides<'_>, joint: &Plan, decisions: &Decisions) -> BTreeMap<String, Vec<Operation>> {
    let mut parts: BTreeMap<String, Vec<Operation>> = BTreeMap::new();
    // A moved table changes hands under the name it has before.
    for (name, (from, to)) in &decisions.moves {
        let old = decisions.renames.old_table(name);
        if let Some(table) = old.and_then(|old| joint.prev.tables.get(old)) {
            let release = Operation::ReleaseTable { table: table.clone(), to: to.clone() };
            parts.entry(from.clone()).or_default().push(release);
            let adopt = Operation::AdoptTable { table: table.clone(), from: from.clone() };
            parts.entry(to.clone()).or_default().push(adopt);
        }
    }
    for (name, to) in sides.next_owner.iter().filter(|(name, _)| sides.next.enums.contains_key(*name)) {
        let Some(old) = decisions.renames.old_enum(name) else { continue };
        if let (Some(item), Some(from)) = (joint.prev.enums.get(old), sides.prev_owner.get(old))
            && from != to
        {
            let release = Operation::ReleaseEnum { item: item.clone(), to: to.clone() };
            parts.entry(from.clone()).or_default().push(release);
            let adopt = Operation::AdoptEnum { item: item.clone(), from: from.clone() };
            parts.entry(to.clone()).or_default().push(adopt);
        }
    }
    let mut aside: BTreeMap<Name, String> = BTreeMap::new();
    for operation in &joint.operations {
        let name = operation.owner().name();
        let renamed = match operation {
            Operation::RenameTable { to, .. } | Operation::RenameEnum { to, .. } => sides.next_owner.get(to),
            _ => None,
        };
        let known = renamed.or_else(|| aside.get(name)).or_else(|| sides.next_owner.get(name));
        let owner = known.or_else(|| sides.prev_owner.get(name)).cloned().unwrap_or_default();
        if let Operation::RenameTable { to, .. } | Operation::RenameEnum { to, .. } = operation {
            aside.insert(to.clone(), owner.clone());
        }
        parts.entry(owner).or_default().push(operation.clone());
    }
    parts
}

/// Makes one wanted module's part without the foreign keys that point at what is not there yet; those
/// stay for a second part. None when that helps nobody.
fn break_circle(
    schema: &Schema,
    waiting: &mut BTreeMap<String, Vec<Operation>>,
    wanted: &BTreeSet<String>,
    parts: &mut Vec<Part>,
) -> Option<Schema> {
    // Only a circle among the wanted: else the user is told which module to add.
    let circle: Vec<String> = waiting.keys().filter(|module| wanted.contains(*module)).cloned().collect();
    let together: Vec<Operation> = circle.iter().flat_map(|module| waiting[module].clone()).collect();
    let (mut whole, keys) = without_late_keys(schema, &together, false);
    whole.extend(keys);
    whole.sort_by_key(Operation::rank);
    run(schema, &whole)?;
    let (module, now, later, next) = circle.iter().find_map(|module| {
        let (now, later) = without_late_keys(schema, &waiting[module], true);
        let next = run(schema, &now)?;
        (!now.is_empty() && !later.is_empty()).then(|| (module.clone(), now, later, next))
    })?;
    waiting.insert(module.clone(), later);
    parts.push(Part { module, plan: Plan { prev: schema.clone(), next: next.clone(), operations: now } });
    Some(next)
}

/// Takes out the foreign keys that point at other tables which do not stand and, if `made_counts`, are not
/// made by the operations either.
fn without_late_keys(
    schema: &Schema,
    operations: &[Operation],
    made_counts: bool,
) -> (Vec<Operation>, Vec<Operation>) {
    let made: BTreeSet<&Name> = operations
        .iter()
        .filter(|_| made_counts)
        .filter_map(|operation| match operation {
            Operation::CreateTable { table } | Operation::AdoptTable { table, .. } => Some(&table.name),
            Operation::RenameTable { to, .. } => Some(to),
            _ => None,
        })
        .collect();
    // A table that is given away is not there again before the other module has taken it over.
    let is_given = |name: &Name| {
        operations.iter().any(|op| matches!(op, Operation::ReleaseTable { table, .. } if table.name == *name))
    };
    let is_there = |name: &Name| made.contains(name) || (schema.tables.contains_key(name) && !is_given(name));
    let (mut now, mut later) = (Vec::new(), Vec::new());
    for operation in operations {
        match operation {
            Operation::AddForeignKey { foreign_key, .. } if !is_there(&foreign_key.references) => {
                later.push(operation.clone());
            }
            Operation::CreateTable { table } => {
                let mut table = table.clone();
                let late: Vec<String> = table
                    .foreign_keys
                    .values()
                    .filter(|key| key.references != table.name && !is_there(&key.references))
                    .map(|key| key.name.clone())
                    .collect();
                for name in late {
                    if let Some(foreign_key) = table.foreign_keys.remove(&name) {
                        later.push(Operation::AddForeignKey { table: table.name.clone(), foreign_key });
                    }
                }
                now.push(Operation::CreateTable { table });
            }
            other => now.push(other.clone()),
        }
    }
    (now, later)
}

/// Finds the module whose change would let a wanted one go on.
fn stuck(
    schema: &Schema,
    waiting: &BTreeMap<String, Vec<Operation>>,
    wanted: &BTreeSet<String>,
) -> PlanError {
    let blocked: Vec<&String> = waiting.keys().filter(|module| wanted.contains(*module)).collect();
    let others: Vec<&String> = waiting.keys().filter(|module| !wanted.contains(*module)).collect();
    for module in &blocked {
        for other in &others {
            let mut operations = waiting[*other].clone();
            operations.extend(waiting[*module].iter().cloned());
            operations.sort_by_key(Operation::rank);
            if run(schema, &operations).is_some() {
                return PlanError::Needs { module: (*module).clone(), needs: (*other).clone() };
            }
        }
    }
    let module = blocked.first().map(|module| (*module).clone()).unwrap_or_default();
    let needs = others.iter().map(|module| module.as_str()).collect::<Vec<_>>().join(", ");
    PlanError::Needs { module, needs }
}

#[cfg(test)]
mod tests;
