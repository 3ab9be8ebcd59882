//! Who uses what: answers without a walk over all tables.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use crate::schema::{Name, Schema, Table};

/// Which tables hold a name, point at a table, or use an enum.
///
/// It is made from the schema at the first question, since most plans ask none, and kept up from then on.
#[derive(Debug, Clone, Default)]
pub(super) struct Lookup(OnceLock<Uses>);

#[derive(Debug, Clone, Default)]
struct Uses {
    relations: BTreeMap<Option<String>, Relations>,
    referrers: HashMap<Name, BTreeSet<Name>>,
    users: HashMap<Name, BTreeSet<Name>>,
}

/// The names that are taken in one schema.
#[derive(Debug, Clone, Default)]
struct Relations {
    tables: HashSet<String>,
    /// Keys and indexes, and the tables they belong to.
    keys: HashMap<String, Arc<Name>>,
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

    /// Whether there is a table of that name in the schema that `beside` is in.
    pub(super) fn is_table(&self, schema: &Schema, beside: &Name, name: &str) -> bool {
        self.of(schema).relations.get(&beside.schema).is_some_and(|taken| taken.tables.contains(name))
    }

    /// The table with an index or key of that name, in the schema that `beside` is in.
    pub(super) fn holder(&self, schema: &Schema, beside: &Name, name: &str) -> Option<&Name> {
        self.of(schema).relations.get(&beside.schema)?.keys.get(name).map(Arc::as_ref)
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
        let taken = match self.relations.get_mut(&table.name.schema) {
            Some(taken) => taken,
            None => self.relations.entry(table.name.schema.clone()).or_default(),
        };
        taken.tables.insert(table.name.name.clone());
        let owner = Arc::new(table.name.clone());
        taken.keys.extend(table.relation_names().map(|name| (name.to_owned(), owner.clone())));
        for key in table.foreign_keys.values() {
            add(&mut self.referrers, &key.references, &table.name);
        }
        for name in table.columns.iter().filter_map(|column| column.ty.enum_name()) {
            add(&mut self.users, name, &table.name);
        }
    }

    fn forget(&mut self, table: &Table) {
        if let Some(taken) = self.relations.get_mut(&table.name.schema) {
            taken.tables.remove(&table.name.name);
            for name in table.relation_names() {
                if taken.keys.get(name).is_some_and(|owner| **owner == table.name) {
                    taken.keys.remove(name);
                }
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
