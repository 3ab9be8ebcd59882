//! Who uses what: answers without a walk over all tables.

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::schema::{Name, Schema, Table};

/// Which tables hold a name, point at a table, or use an enum.
///
/// It is made from the schema at the first question, since most plans ask none, and kept up from then on.
#[derive(Debug, Clone, Default)]
pub(super) struct Lookup(OnceLock<Uses>);

#[derive(Debug, Clone, Default)]
struct Uses {
    relations: HashMap<Name, Name>,
    referrers: HashMap<Name, BTreeSet<Name>>,
    users: HashMap<Name, BTreeSet<Name>>,
}

impl Lookup {
    /// Takes in what a table uses.
    pub(super) fn note(&mut self, table: &Table) {
        if let Some(uses) = self.0.get_mut() {
            uses.note(table);
        }
    }

    /// The opposite of [`Lookup::note`], with the table as it was noted.
    pub(super) fn forget(&mut self, table: &Table) {
        if let Some(uses) = self.0.get_mut() {
            uses.forget(table);
        }
    }

    /// The table with an index or key of that name.
    pub(super) fn holder(&self, schema: &Schema, name: &Name) -> Option<&Name> {
        self.of(schema).relations.get(name)
    }

    /// The tables with a foreign key to `table`, itself included.
    pub(super) fn referrers<'a>(
        &'a self,
        schema: &Schema,
        table: &Name,
    ) -> impl Iterator<Item = &'a Name> + use<'a> {
        self.of(schema).referrers.get(table).into_iter().flatten()
    }

    /// The tables with a column of the enum.
    pub(super) fn users<'a>(
        &'a self,
        schema: &Schema,
        item: &Name,
    ) -> impl Iterator<Item = &'a Name> + use<'a> {
        self.of(schema).users.get(item).into_iter().flatten()
    }

    fn of(&self, schema: &Schema) -> &Uses {
        self.0.get_or_init(|| {
            let mut uses = Uses::default();
            schema.tables.values().for_each(|table| uses.note(table));
            uses
        })
    }
}

impl Uses {
    fn note(&mut self, table: &Table) {
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

    fn forget(&mut self, table: &Table) {
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
