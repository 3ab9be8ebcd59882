//! In which order tables are created and dropped.

use std::collections::{BTreeMap, BTreeSet};

use strobila::operation::Operation;
use strobila::schema::{Name, Table};

/// Tables so that those that others point at come first; by name where nothing decides, and where
/// foreign keys run in a circle.
pub(super) fn parents_first(tables: Vec<Table>) -> Vec<Table> {
    let mut tables: BTreeMap<Name, Table> =
        tables.into_iter().map(|table| (table.name.clone(), table)).collect();
    let mut waits: BTreeMap<Name, BTreeSet<Name>> = BTreeMap::new();
    let mut children: BTreeMap<Name, Vec<Name>> = BTreeMap::new();
    for table in tables.values() {
        let parents: BTreeSet<Name> = table
            .foreign_keys
            .values()
            .map(|key| &key.references)
            .filter(|parent| **parent != table.name && tables.contains_key(*parent))
            .cloned()
            .collect();
        for parent in &parents {
            children.entry(parent.clone()).or_default().push(table.name.clone());
        }
        waits.insert(table.name.clone(), parents);
    }
    let mut ready: BTreeSet<Name> =
        waits.iter().filter(|(_, parents)| parents.is_empty()).map(|(name, _)| name.clone()).collect();
    let mut ordered = Vec::with_capacity(tables.len());
    while let Some(name) = ready.pop_first().or_else(|| waits.keys().next().cloned()) {
        waits.remove(&name);
        ordered.extend(tables.remove(&name));
        for child in children.remove(&name).unwrap_or_default() {
            if let Some(parents) = waits.get_mut(&child) {
                parents.remove(&name);
                if parents.is_empty() {
                    ready.insert(child);
                }
            }
        }
    }
    ordered
}

/// Tables that go, those that point at others first; and the foreign keys to drop beforehand because
/// they run in a circle.
pub(super) fn drops(tables: Vec<Table>) -> (Vec<Operation>, Vec<Table>) {
    let mut ordered = parents_first(tables);
    ordered.reverse();
    let mut keys = Vec::new();
    let mut gone: BTreeSet<Name> = BTreeSet::new();
    for table in &mut ordered {
        let late: Vec<String> = table
            .foreign_keys
            .values()
            .filter(|key| gone.contains(&key.references))
            .map(|key| key.name.clone())
            .collect();
        for name in late {
            if let Some(foreign_key) = table.foreign_keys.remove(&name) {
                keys.push(Operation::DropForeignKey { table: table.name.clone(), foreign_key });
            }
        }
        gone.insert(table.name.clone());
    }
    (keys, ordered)
}
