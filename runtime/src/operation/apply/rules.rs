//! What every server asks of a table.

use std::collections::BTreeSet;

use super::{Change, missing};
use crate::schema::{ForeignKey, Schema, Table, Type};

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
    if let Some(twice) = table.key_names().find(|name| !seen.insert(name)) {
        return Err(format!("the name {twice} stands there twice"));
    }
    columns_exist(table, used_by_keys(table).map(|(_, column)| column))?;
    columns_exist(table, used_by_indexes(table).map(|(_, column)| column))
}

/// The columns of the primary key, unique and exclusion constraints, each with the constraint's name.
fn used_by_keys(table: &Table) -> impl Iterator<Item = (&str, &str)> {
    let key = table.primary_key.iter().map(|key| (&key.name, &key.columns, &key.include));
    let uniques = table.uniques.values().map(|unique| (&unique.name, &unique.columns, &unique.include));
    let keys = key.chain(uniques).flat_map(|(name, columns, include)| {
        columns.iter().chain(include).map(|column| (name.as_str(), column.as_str()))
    });
    let exclusions = table.exclusions.values();
    keys.chain(exclusions.flat_map(|item| item.columns().map(|column| (item.name.as_str(), column))))
}

/// The columns of indexes, each with the name of the index.
fn used_by_indexes(table: &Table) -> impl Iterator<Item = (&str, &str)> {
    table.indexes.values().flat_map(|index| {
        let columns = index.columns().chain(index.include.iter().map(String::as_str));
        columns.map(|column| (index.name.as_str(), column))
    })
}

/// Checks that nothing of the table itself is built on the column.
pub(super) fn is_unused(table: &Table, column: &str) -> Change {
    let foreign_keys = table.foreign_keys.values();
    let foreign_keys = foreign_keys.flat_map(|key| key.columns.iter().map(|name| (key.name.as_str(), name)));
    let mut keys = used_by_keys(table).chain(foreign_keys.map(|(key, name)| (key, name.as_str())));
    if let Some((user, _)) = keys.find(|(_, name)| *name == column) {
        return Err(format!("{user} uses it"));
    }
    match used_by_indexes(table).find(|(_, name)| *name == column) {
        Some((index, _)) => Err(format!("index {index} uses it")),
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
