//! The part of a schema that one migration touches: so that planning and proof cost by what changes,
//! not by what is there.

use std::collections::BTreeSet;

use strobila::operation::{Operation, Plan, apply_all};
use strobila::schema::{Name, Schema, Table};

use super::Part;
use crate::decide::{Decisions, Sides};

/// Both sides without the tables that no operation between them can touch or lean on: what differs, what
/// changes hands, what points at these, twice removed, and all that any of them points at.
///
/// A table that is left out is the same on both sides, so its names cannot come into the way of others.
pub fn focus(prev: &Schema, next: &Schema, decisions: &Decisions) -> (Schema, Schema) {
    let renames = &decisions.renames;
    let mut names: BTreeSet<Name> = BTreeSet::new();
    for (name, table) in &next.tables {
        let old = renames.old_table(name);
        let has_renamed = renames.columns.keys().any(|(of, _)| of == name);
        if old != Some(name)
            || has_renamed
            || prev.tables.get(name) != Some(table)
            || decisions.moves.contains_key(name)
        {
            names.extend(old.into_iter().chain([name]).cloned());
        }
    }
    names.extend(prev.tables.keys().filter(|name| !next.tables.contains_key(name)).cloned());
    let has_renamed = |name: &Name| renames.values.keys().any(|(of, _)| of == name);
    let differs = |name: &&Name| prev.enums.get(*name) != next.enums.get(*name) || has_renamed(name);
    let enums: BTreeSet<Name> = prev.enums.keys().chain(next.enums.keys()).filter(differs).cloned().collect();
    let sides = [prev, next];
    for schema in sides {
        let users = schema.tables.values().filter(|table| uses(table, &enums));
        names.extend(users.map(|table| table.name.clone()));
    }
    // A key that is replaced restates those that point at it, and their tables have neighbours too.
    for _ in 0..2 {
        let children: Vec<Name> = sides.iter().flat_map(|schema| children(schema, &names)).collect();
        names.extend(children);
    }
    for schema in sides {
        close_over_parents(schema, &mut names);
    }
    (keep(prev, &names, &enums), keep(next, &names, &enums))
}

fn children(schema: &Schema, names: &BTreeSet<Name>) -> impl Iterator<Item = Name> {
    let points = |table: &&Table| table.foreign_keys.values().any(|key| names.contains(&key.references));
    schema.tables.values().filter(points).map(|table| table.name.clone())
}

/// The part's plan over the tables it touches, those they point at however far, and those that point at
/// them; with the other modules that own any of these directly.
pub fn restrict(part: &Part, sides: &Sides<'_>) -> (Plan, BTreeSet<String>) {
    let mut touched: BTreeSet<Name> = BTreeSet::new();
    let mut enums: BTreeSet<Name> = BTreeSet::new();
    for operation in &part.plan.operations {
        touched.extend(operation.table().cloned());
        enums.extend(operation.enum_name().cloned());
        if let Operation::RenameTable { to, .. } = operation {
            touched.insert(to.clone());
        }
        if let Operation::RenameEnum { to, .. } = operation {
            enums.insert(to.clone());
        }
    }
    for schema in [&part.plan.prev, &part.plan.next] {
        let users = schema.tables.values().filter(|table| uses(table, &enums));
        touched.extend(users.map(|table| table.name.clone()));
    }
    let mut near = touched.clone();
    for schema in [&part.plan.prev, &part.plan.next] {
        near.extend(neighbours(schema, &touched));
    }
    let mut names = near.clone();
    for schema in [&part.plan.prev, &part.plan.next] {
        close_over_parents(schema, &mut names);
    }
    let prev = keep(&part.plan.prev, &names, &enums);
    let mut next = prev.clone();
    let next = match apply_all(&mut next, &part.plan.operations) {
        Ok(()) => next,
        // What was left out matters after all: plan on everything.
        Err(_) => return (part.plan.clone(), owners(part, sides, &near)),
    };
    let mut needed = used_enums(&next, &touched);
    needed.extend(leaned_on(part, sides, &touched));
    let leans = owners(part, sides, &needed);
    (Plan { prev, next, operations: part.plan.operations.clone() }, leans)
}

/// The tables that statements of the part lean on: those that touched ones point at, whose names stand in
/// a definition that is written whole; and those that point at one whose name, key or type changes, since
/// their earlier statements name it as it was.
fn leaned_on(part: &Part, sides: &Sides<'_>, touched: &BTreeSet<Name>) -> BTreeSet<Name> {
    let changed: BTreeSet<&Name> = part
        .plan
        .operations
        .iter()
        .filter(|one| is_seen_by_others(one))
        .filter_map(Operation::table)
        .collect();
    let mut needed = BTreeSet::new();
    for schema in [sides.prev, &part.plan.prev, &part.plan.next] {
        for table in schema.tables.values() {
            for key in table.foreign_keys.values() {
                if touched.contains(&table.name) {
                    needed.insert(key.references.clone());
                }
                if changed.contains(&key.references) {
                    needed.insert(table.name.clone());
                }
            }
        }
    }
    needed
}

/// Whether an operation changes something of a table that another table's foreign key names.
fn is_seen_by_others(operation: &Operation) -> bool {
    match operation {
        Operation::RenameTable { .. }
        | Operation::RenameColumn { .. }
        | Operation::DropUnique { .. }
        | Operation::DropPrimaryKey { .. }
        | Operation::DropColumn { .. }
        | Operation::DropTable { .. } => true,
        Operation::DropIndex { index, .. } => index.unique,
        Operation::AlterColumn { from, to, .. } => from.ty != to.ty,
        _ => false,
    }
}

/// The other modules that own any of these.
///
/// A module that takes a table or enum over leans on the one that gave it away: only then is it there to
/// be changed, and only while it is nobody else's may it be changed back. What a module gives away was
/// its own.
fn owners(part: &Part, sides: &Sides<'_>, names: &BTreeSet<Name>) -> BTreeSet<String> {
    let owner = |name: &Name| sides.next_owner.get(name).or_else(|| sides.prev_owner.get(name));
    let mut given: BTreeSet<&Name> = BTreeSet::new();
    let mut modules: BTreeSet<String> = BTreeSet::new();
    for operation in &part.plan.operations {
        match operation {
            Operation::ReleaseTable { table, .. } => drop(given.insert(&table.name)),
            Operation::ReleaseEnum { item, .. } => drop(given.insert(&item.name)),
            Operation::AdoptTable { from, .. } | Operation::AdoptEnum { from, .. } => {
                modules.insert(from.clone());
            }
            _ => {}
        }
    }
    modules.extend(names.iter().filter(|name| !given.contains(name)).filter_map(owner).cloned());
    modules.remove(&part.module);
    modules
}

fn uses(table: &Table, enums: &BTreeSet<Name>) -> bool {
    !enums.is_empty()
        && table.columns.iter().any(|column| column.ty.enum_name().is_some_and(|name| enums.contains(name)))
}

fn used_enums(schema: &Schema, tables: &BTreeSet<Name>) -> BTreeSet<Name> {
    let tables = tables.iter().filter_map(|name| schema.tables.get(name));
    tables.flat_map(|table| &table.columns).filter_map(|column| column.ty.enum_name()).cloned().collect()
}

/// The tables that `touched` ones point at, and those that point at them.
fn neighbours(schema: &Schema, touched: &BTreeSet<Name>) -> BTreeSet<Name> {
    let mut near = BTreeSet::new();
    for table in schema.tables.values() {
        for key in table.foreign_keys.values() {
            if touched.contains(&table.name) {
                near.insert(key.references.clone());
            }
            if touched.contains(&key.references) {
                near.insert(table.name.clone());
            }
        }
    }
    near
}

fn close_over_parents(schema: &Schema, names: &mut BTreeSet<Name>) {
    let mut open: Vec<Name> = names.iter().cloned().collect();
    while let Some(name) = open.pop() {
        let Some(table) = schema.tables.get(&name) else { continue };
        for key in table.foreign_keys.values() {
            if names.insert(key.references.clone()) {
                open.push(key.references.clone());
            }
        }
    }
}

fn keep(schema: &Schema, names: &BTreeSet<Name>, enums: &BTreeSet<Name>) -> Schema {
    let tables = schema.tables.only(names);
    let mut used: BTreeSet<Name> = enums.clone();
    // An operation may give a column any enum that is there.
    used.extend(tables.values().flat_map(|t| &t.columns).filter_map(|c| c.ty.enum_name()).cloned());
    used.extend(schema.enums.keys().cloned());
    let enums = used.iter().filter_map(|name| Some((name.clone(), schema.enums.get(name)?.clone())));
    Schema { enums: enums.collect(), tables }
}
