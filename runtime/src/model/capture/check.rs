//! Names: what no database takes, and what would collide in one.

use std::collections::BTreeMap;

use super::Tables;
use super::enums::Used;
use super::table::Built;
use crate::model::{Mistake, Place};
use crate::schema::{MAX_NAME, Name, Table};

/// Checks every name of every table and enum.
pub(super) fn check(tables: &Tables, enums: &[(usize, Used)], mistakes: &mut Vec<Mistake>) {
    // Tables, enums and everything an index stands behind share one space of names in PostgreSQL.
    let mut taken: BTreeMap<Name, (String, Place)> = BTreeMap::new();
    let mut distinct = Vec::new();
    for (_, built) in tables {
        let what = format!("table `{}`", built.table.name);
        if take(&mut taken, built.table.name.clone(), what, built.origin.clone(), mistakes) {
            distinct.push(built);
        }
    }
    for (_, used) in enums {
        let what = format!("enum `{}`", used.item.name);
        // Two enums of one name are told where they are collected.
        if taken.get(&used.item.name).is_none_or(|(other, _)| *other != what) {
            take(&mut taken, used.item.name.clone(), what, used.place.clone(), mistakes);
        }
        name(&used.item.name.name, &used.place, mistakes);
        for value in &used.item.values {
            name(value, &used.place, mistakes);
        }
    }
    for built in distinct {
        for index in names_of_indexes(&built.table) {
            let full = built.table.name.sibling(index);
            let what = format!("`{index}` of table `{}`", built.table.name);
            take(&mut taken, full, what, built.place(index), mistakes);
        }
        check_names(built, mistakes);
    }
}

/// The names of a table that stand beside those of tables: its keys and indexes.
fn names_of_indexes(table: &Table) -> impl Iterator<Item = &str> {
    let key = table.primary_key.iter().map(|key| key.name.as_str());
    let uniques = table.uniques.keys().map(String::as_str);
    key.chain(uniques).chain(table.indexes.keys().map(String::as_str))
}

/// Takes a name; false, and a mistake, when something else has it.
fn take(
    taken: &mut BTreeMap<Name, (String, Place)>,
    name: Name,
    what: String,
    place: Place,
    mistakes: &mut Vec<Mistake>,
) -> bool {
    if let Some((other, other_place)) = taken.get(&name) {
        let message = match *other == what {
            true => format!("two models have the {what}: the other is {other_place}"),
            false => format!("{what} has the name of the {other}, at {other_place}"),
        };
        let help = match what.starts_with("table") {
            true => "give one of them another name: `#[model(table = \"…\")]`",
            false => "give one of them another name: `name = \"…\"`",
        };
        mistakes.push(Mistake { place, message, help: help.to_owned() });
        return false;
    }
    taken.insert(name, (what, place));
    true
}

/// Checks each name of a table on its own, and its constraints against one another.
fn check_names(built: &Built, mistakes: &mut Vec<Mistake>) {
    let table = &built.table;
    name(&table.name.name, &built.origin, mistakes);
    if let Some(schema) = &table.name.schema {
        name(schema, &built.origin, mistakes);
    }
    for column in &table.columns {
        name(&column.name, &built.place(&column.name), mistakes);
    }
    let constraints = table.foreign_keys.keys().chain(table.checks.keys()).map(String::as_str);
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for constraint in names_of_indexes(table).chain(constraints) {
        let place = built.place(constraint);
        name(constraint, &place, mistakes);
        if let Some(other) = folded.insert(constraint.to_lowercase(), constraint) {
            mistakes.push(Mistake {
                place,
                message: format!(
                    "the names `{other}` and `{constraint}` differ only in upper and lower case, which \
                     SQLite and MySQL take for one name"
                ),
                help: "give one of them another name: `name = \"…\"`".to_owned(),
            });
        }
    }
}

/// Checks one name: no database cuts it, and all take it.
fn name(name: &str, place: &Place, mistakes: &mut Vec<Mistake>) {
    let (message, help) = if name.is_empty() {
        ("a name is empty".to_owned(), "write a name".to_owned())
    } else if name.contains('\0') {
        (format!("the name {name:?} holds a NUL"), "take the NUL out".to_owned())
    } else if name.len() > MAX_NAME {
        let message = format!("the name `{name}` has {} bytes, and PostgreSQL keeps {MAX_NAME}", name.len());
        (message, "give it a shorter name: `name = \"…\"`".to_owned())
    } else {
        return;
    };
    mistakes.push(Mistake { place: place.clone(), message, help });
}
