//! The order in which tables are filled: parents first.

use std::collections::BTreeSet;

use strobila::schema::{ForeignKey, Name, Schema};

use super::wishes::Wishes;

/// Every table after those it points at. A cycle is entered where the keys into it may be NULL, else
/// at its first name.
pub(super) fn parents_first(schema: &Schema, wishes: &Wishes) -> Vec<Name> {
    let mut left: BTreeSet<&Name> = schema.tables.keys().collect();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waits = |name: &Name, counts: fn(&Schema, &Name, &ForeignKey) -> bool| {
            keys(schema, wishes, name).any(|key| {
                key.references != *name && left.contains(&key.references) && counts(schema, name, key)
            })
        };
        let next = left
            .iter()
            .find(|name| !waits(name, |_, _, _| true))
            .or_else(|| left.iter().find(|name| !waits(name, is_required)))
            .or_else(|| left.first())
            .copied()
            .expect("the loop ends when none is left");
        left.remove(next);
        order.push(next.clone());
    }
    order
}

fn keys<'a>(schema: &'a Schema, wishes: &'a Wishes, name: &Name) -> impl Iterator<Item = &'a ForeignKey> {
    schema.tables[name].foreign_keys.values().chain(wishes.foreign_keys(name))
}

fn is_required(schema: &Schema, name: &Name, key: &ForeignKey) -> bool {
    let table = &schema.tables[name];
    !key.columns.iter().any(|column| table.column(column).is_some_and(|column| column.nullable))
}
