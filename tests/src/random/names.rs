//! Names of random things, and names of constraints as models make them.

use std::collections::{BTreeMap, BTreeSet};

use strobila::schema::{
    Index, IndexKey, Schema, foreign_key_name, fresh_name, index_name, primary_key_name, unique_name,
};

/// The name of the nth table. None equals another under case folding.
pub(super) fn table(number: usize) -> String {
    let words = ["author", "Post", "order", "line item", "ta\"g", "größe", "select", "x'y"];
    numbered(&words, number)
}

/// The name of the nth column.
pub(super) fn column(number: usize) -> String {
    let words =
        ["name", "Mail", "group", "b c", "q\"t", "ümlaut", "from", "a`b", "rowid_", "d'e", "$1", "100%"];
    numbered(&words, number)
}

/// The nth value of an enum.
pub(super) fn value(number: usize) -> String {
    numbered(&["new", "Done", "it's", "a b", "\\n", "schön"], number)
}

fn numbered(words: &[&str], number: usize) -> String {
    match number / words.len() {
        0 => words[number].to_owned(),
        round => format!("{}{round}", words[number % words.len()]),
    }
}

/// Gives every key, unique, index and foreign key the name that models would give it today.
pub(super) fn make_anew(schema: &mut Schema) {
    let mut taken: BTreeSet<String> = schema.tables.keys().map(|name| name.name.clone()).collect();
    let mut fresh = |wanted: String| {
        let name = fresh_name(&wanted, |name| taken.contains(name));
        taken.insert(name.clone());
        name
    };
    for table in schema.tables.values_mut() {
        let owner = table.name.name.clone();
        if let Some(key) = &mut table.primary_key {
            key.name = fresh(primary_key_name(&owner));
        }
        table.uniques = rename_all(&table.uniques, |item| {
            item.name = fresh(unique_name(&owner, &item.columns));
            item.name.clone()
        });
        table.indexes = rename_all(&table.indexes, |item: &mut Index| {
            let keys = item.parts.iter().map(|part| match &part.key {
                IndexKey::Column(name) => Some(name.as_str()),
                IndexKey::Expression(_) => None,
            });
            item.name = fresh(index_name(&owner, keys));
            item.name.clone()
        });
        let mut used = BTreeSet::new();
        table.foreign_keys = rename_all(&table.foreign_keys, |item| {
            item.name = fresh_name(&foreign_key_name(&owner, &item.columns), |name| used.contains(name));
            used.insert(item.name.clone());
            item.name.clone()
        });
    }
}

fn rename_all<T: Clone>(
    items: &BTreeMap<String, T>,
    mut rename: impl FnMut(&mut T) -> String,
) -> BTreeMap<String, T> {
    items
        .values()
        .map(|item| {
            let mut item = item.clone();
            (rename(&mut item), item)
        })
        .collect()
}
