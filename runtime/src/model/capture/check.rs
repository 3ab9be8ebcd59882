//! Names: what no database takes, and what would collide in one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Tables;
use super::enums::Used;
use super::table::{Built, fold_alike};
use crate::model::{Mistake, Place};
use crate::schema::{MAX_NAME, Name};

/// Something that has a name among tables, enums and indexes.
#[derive(Clone, Copy)]
enum Holder<'a> {
    Table(&'a Built),
    Enum(&'a Used),
    Index(&'a Built, &'a str),
}

/// Checks every name of every table and enum.
pub(super) fn check(tables: &Tables, enums: &[(usize, Used)], mistakes: &mut Vec<Mistake>) {
    // Tables, enums and everything an index stands behind share one space of names in PostgreSQL.
    let mut taken: HashMap<Within<'_>, Holder<'_>> = HashMap::new();
    let mut distinct = Vec::new();
    for (_, built) in tables {
        if take(&mut taken, within(&built.table.name), Holder::Table(built), mistakes) {
            distinct.push(built);
        }
    }
    for (_, used) in enums {
        // Two enums of one name are told where they are collected.
        if !matches!(taken.get(&within(&used.item.name)), Some(Holder::Enum(_))) {
            take(&mut taken, within(&used.item.name), Holder::Enum(used), mistakes);
        }
        let place = || used.place.clone();
        name(&used.item.name.name, place, mistakes);
        for value in &used.item.values {
            name(value, place, mistakes);
        }
    }
    for built in distinct {
        for index in built.table.relation_names() {
            let name = (built.table.name.schema.as_deref(), index);
            take(&mut taken, name, Holder::Index(built, index), mistakes);
        }
        check_names(built, mistakes);
    }
}

impl Holder<'_> {
    fn what(self) -> String {
        match self {
            Holder::Table(built) => format!("table `{}`", built.table.name),
            Holder::Enum(used) => format!("enum `{}`", used.item.name),
            Holder::Index(built, index) => format!("`{index}` of table `{}`", built.table.name),
        }
    }

    fn place(self) -> Place {
        match self {
            Holder::Table(built) => built.origin.clone(),
            Holder::Enum(used) => used.place.clone(),
            Holder::Index(built, index) => built.place(index),
        }
    }
}

/// A name within its schema.
type Within<'a> = (Option<&'a str>, &'a str);

fn within(name: &Name) -> Within<'_> {
    (name.schema.as_deref(), &name.name)
}

/// Takes a name; false, and a mistake, when something else has it.
fn take<'a>(
    taken: &mut HashMap<Within<'a>, Holder<'a>>,
    name: Within<'a>,
    holder: Holder<'a>,
    mistakes: &mut Vec<Mistake>,
) -> bool {
    let other = match taken.entry(name) {
        Entry::Vacant(free) => {
            free.insert(holder);
            return true;
        }
        Entry::Occupied(other) => *other.get(),
    };
    let (what, other, other_place) = (holder.what(), other.what(), other.place());
    let message = match other == what {
        true => format!("two models have the {what}: the other is {other_place}"),
        false => format!("{what} has the name of the {other}, at {other_place}"),
    };
    let help = match holder {
        Holder::Table(_) => "give one of them another name: `#[model(table = \"…\")]`",
        Holder::Enum(_) | Holder::Index(..) => "give one of them another name: `name = \"…\"`",
    };
    mistakes.push(Mistake { place: holder.place(), message, help: help.to_owned() });
    false
}

/// Checks each name of a table on its own, and its constraints against one another.
fn check_names(built: &Built, mistakes: &mut Vec<Mistake>) {
    let table = &built.table;
    let origin = || built.origin.clone();
    name(&table.name.name, origin, mistakes);
    if let Some(schema) = &table.name.schema {
        name(schema, origin, mistakes);
    }
    for column in &table.columns {
        name(&column.name, || built.place(&column.name), mistakes);
    }
    let constraints = table.foreign_keys.keys().chain(table.checks.keys()).map(String::as_str);
    let mut earlier: Vec<&str> = Vec::new();
    for constraint in table.key_names().chain(constraints) {
        name(constraint, || built.place(constraint), mistakes);
        let alike = earlier.iter().rev().find(|other| fold_alike(other, constraint)).copied();
        earlier.push(constraint);
        if let Some(other) = alike {
            mistakes.push(Mistake {
                place: built.place(constraint),
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
fn name(name: &str, place: impl Fn() -> Place, mistakes: &mut Vec<Mistake>) {
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
    mistakes.push(Mistake { place: place(), message, help });
}
