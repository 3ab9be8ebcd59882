//! What things were called when the second half of a pair began.

use std::collections::BTreeMap;

use strobila::operation::Operation;
use strobila::schema::{Name, Schema};
use strobila_generator::diff::Renames;

/// First names by the names of now. What was added since has none.
#[derive(Default, Clone)]
pub(super) struct Origin {
    tables: BTreeMap<Name, Name>,
    columns: BTreeMap<(Name, String), String>,
    enums: BTreeMap<Name, Name>,
    values: BTreeMap<(Name, String), String>,
}

impl Origin {
    pub(super) fn of(schema: &Schema) -> Origin {
        let mut origin = Origin::default();
        for (name, table) in &schema.tables {
            origin.tables.insert(name.clone(), name.clone());
            for column in &table.columns {
                origin.columns.insert((name.clone(), column.name.clone()), column.name.clone());
            }
        }
        for (name, item) in &schema.enums {
            origin.enums.insert(name.clone(), name.clone());
            for value in &item.values {
                origin.values.insert((name.clone(), value.clone()), value.clone());
            }
        }
        origin
    }

    /// Follows a rename.
    pub(super) fn follow(&mut self, operation: &Operation) {
        match operation {
            Operation::RenameTable { from, to } => {
                move_key(&mut self.tables, from, to.clone());
                move_owner(&mut self.columns, from, to);
            }
            Operation::RenameColumn { table, from, to } => {
                move_key(&mut self.columns, &(table.clone(), from.clone()), (table.clone(), to.clone()));
            }
            Operation::RenameEnum { from, to } => {
                move_key(&mut self.enums, from, to.clone());
                move_owner(&mut self.values, from, to);
            }
            Operation::RenameEnumValue { name, from, to } => {
                move_key(&mut self.values, &(name.clone(), from.clone()), (name.clone(), to.clone()));
            }
            other => unreachable!("only renames are followed, not {other}"),
        }
    }

    /// Whether a column was there at the beginning.
    pub(super) fn has_column(&self, table: &Name, column: &str) -> bool {
        self.columns.contains_key(&(table.clone(), column.to_owned()))
    }

    /// Whether a table was there at the beginning.
    pub(super) fn has_table(&self, table: &Name) -> bool {
        self.tables.contains_key(table)
    }

    pub(super) fn forget_column(&mut self, table: &Name, column: &str) {
        self.columns.remove(&(table.clone(), column.to_owned()));
    }

    pub(super) fn forget_table(&mut self, table: &Name) {
        self.tables.remove(table);
        self.columns.retain(|(owner, _), _| owner != table);
    }

    pub(super) fn forget_enum(&mut self, name: &Name) {
        self.enums.remove(name);
        self.values.retain(|(owner, _), _| owner != name);
    }

    pub(super) fn forget_value(&mut self, name: &Name, value: &str) {
        self.values.remove(&(name.clone(), value.to_owned()));
    }

    pub(super) fn renames(&self) -> Renames {
        let changed = |map: &BTreeMap<(Name, String), String>| {
            let moved = map.iter().filter(|((_, new), old)| new != *old);
            moved.map(|(new, old)| (new.clone(), old.clone())).collect()
        };
        let moved = |map: &BTreeMap<Name, Name>| {
            map.iter().filter(|(new, old)| new != old).map(|(new, old)| (new.clone(), old.clone())).collect()
        };
        Renames {
            tables: moved(&self.tables),
            columns: changed(&self.columns),
            enums: moved(&self.enums),
            values: changed(&self.values),
        }
    }
}

fn move_key<K: Ord, V>(map: &mut BTreeMap<K, V>, from: &K, to: K) {
    if let Some(first) = map.remove(from) {
        map.insert(to, first);
    }
}

fn move_owner(map: &mut BTreeMap<(Name, String), String>, from: &Name, to: &Name) {
    let keys: Vec<(Name, String)> = map.keys().filter(|(owner, _)| owner == from).cloned().collect();
    for key in keys {
        let to = (to.clone(), key.1.clone());
        move_key(map, &key, to);
    }
}
