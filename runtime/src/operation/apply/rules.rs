//! What every server asks of a table.

use std::collections::BTreeSet;

use super::{Change, missing};
use crate::schema::{ForeignKey, Schema, Table, Type};

/// Names that a table takes in its schema besides its own: of indexes, unique constraints and the
/// primary key.
pub(super) fn relation_names(table: &Table) -> impl Iterator<Item = &str> {
    names_within(table).filter(|_| !table.own_names)
}

fn names_within(table: &Table) -> impl Iterator<Item = &str> {
    let key = table.primary_key.iter().map(|key| key.name.as_str());
    let rest = table.uniques.keys().chain(table.indexes.keys()).map(String::as_str);
    key.chain(rest)
}

pub(super) fn type_exists(schema: &Schema, ty: &Type) -> Change {
    match ty.enum_name() {
        Some(name) if !schema.enums.contains_key(name) => Err(missing(format!("enum {name}"))),
        _ => Ok(()),
    }
}

pub(super) fn columns_exist<N: AsRef<str>>(table: &Table, columns: impl IntoIterator<Item = N>) -> Change {
    match columns.into_iter().find(|name| table.column(name.as_ref()).is_none()) {
        Some(name) => Err(format!("table {} has no column {}", table.name, name.as_ref())),
        None => Ok(()),
    }
}

/// Checks what a new table says about itself.
pub(super) fn stands_alone(table: &Table) -> Change {
    let mut seen = BTreeSet::new();
    if let Some(twice) = table.columns.iter().find(|column| !seen.insert(column.name.as_str())) {
        return Err(format!("column {} stands there twice", twice.name));
    }
    let mut seen: BTreeSet<&str> =
        (!table.own_names).then_some(table.name.name.as_str()).into_iter().collect();
    if let Some(twice) = names_within(table).find(|name| !seen.insert(name)) {
        return Err(format!("the name {twice} stands there twice"));
    }
    let keys = table.primary_key.iter().flat_map(|key| &key.columns);
    columns_exist(table, keys.chain(table.uniques.values().flat_map(|unique| &unique.columns)))?;
    let indexes = table.indexes.values();
    columns_exist(
        table,
        indexes.flat_map(|index| index.columns().chain(index.include.iter().map(String::as_str))),
    )
}

/// Checks that nothing of the table itself is built on the column.
pub(super) fn is_unused(table: &Table, column: &str) -> Change {
    let mut keys = table
        .primary_key
        .iter()
        .map(|key| (&key.name, &key.columns))
        .chain(table.uniques.values().map(|unique| (&unique.name, &unique.columns)))
        .chain(table.foreign_keys.values().map(|key| (&key.name, &key.columns)));
    if let Some((user, _)) = keys.find(|(_, columns)| columns.iter().any(|name| name == column)) {
        return Err(format!("{user} uses it"));
    }
    let mut indexes = table.indexes.values();
    match indexes.find(|index| {
        index.columns().chain(index.include.iter().map(String::as_str)).any(|name| name == column)
    }) {
        Some(index) => Err(format!("index {} uses it", index.name)),
        None => Ok(()),
    }
}

/// Checks that a foreign key points at a primary key or something unique.
pub(super) fn has_target(target: Option<&Table>, key: &ForeignKey) -> Change {
    let Some(target) = target else {
        return Err(format!("there is no table {} to point at", key.references));
    };
    columns_exist(target, &key.target)?;
    if target.is_key(&key.target) {
        return Ok(());
    }
    Err(format!("{}({}) is neither primary key nor unique", target.name, key.target.join(", ")))
}
