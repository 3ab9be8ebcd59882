//! Who uses what: answers without a walk over all tables.

use std::collections::{BTreeSet, HashMap};

use crate::schema::{Name, Table};

/// Which tables hold a name, point at a table, or use an enum.
#[derive(Debug, Clone, Default)]
pub(super) struct Lookup {
    relations: HashMap<Name, Name>,
    referrers: HashMap<Name, BTreeSet<Name>>,
    users: HashMap<Name, BTreeSet<Name>>,
}

impl Lookup {
    /// Takes in what a table uses.
    pub(super) fn note(&mut self, table: &Table) {
        for name in table.relation_names() {
            self.relations.insert(table.name.sibling(name), table.name.clone());
        }
        for key in table.foreign_keys.values() {
            add(&mut self.referrers, &key.references, &table.name);
        }
        for name in table.columns.iter().filter_map(|column| column.ty.enum_name()) {
            add(&mut self.users, name, &table.name);
        }
    }

    /// The opposite of [`Lookup::note`], with the table as it was noted.
    pub(super) fn forget(&mut self, table: &Table) {
        for name in table.relation_names() {
            let name = table.name.sibling(name);
            if self.relations.get(&name) == Some(&table.name) {
                self.relations.remove(&name);
            }
        }
        for key in table.foreign_keys.values() {
            remove(&mut self.referrers, &key.references, &table.name);
        }
        for name in table.columns.iter().filter_map(|column| column.ty.enum_name()) {
            remove(&mut self.users, name, &table.name);
        }
    }

    /// The table with an index or key of that name.
    pub(super) fn holder(&self, name: &Name) -> Option<&Name> {
        self.relations.get(name)
    }

    /// The tables with a foreign key to `table`, itself included.
    pub(super) fn referrers(&self, table: &Name) -> impl Iterator<Item = &Name> {
        self.referrers.get(table).into_iter().flatten()
    }

    /// The tables with a column of the enum.
    pub(super) fn users(&self, item: &Name) -> impl Iterator<Item = &Name> {
        self.users.get(item).into_iter().flatten()
    }
}

fn add(map: &mut HashMap<Name, BTreeSet<Name>>, of: &Name, table: &Name) {
    match map.get_mut(of) {
        Some(tables) => drop(tables.insert(table.clone())),
        None => drop(map.insert(of.clone(), BTreeSet::from([table.clone()]))),
    }
}

fn remove(map: &mut HashMap<Name, BTreeSet<Name>>, of: &Name, table: &Name) {
    if let Some(tables) = map.get_mut(of) {
        tables.remove(table);
        if tables.is_empty() {
            map.remove(of);
        }
    }
}
