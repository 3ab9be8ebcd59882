//! Names that the server refuses, or takes for one.

use std::collections::BTreeMap;

use super::{Place, Problems};
use crate::Target;
use crate::schema::{Name, Schema, Table};

/// Notes what is wrong with the names of a schema.
pub(super) fn check(schema: &Schema, problems: &mut Problems) {
    // Whether case counts in the names of tables hangs on the server's file system.
    let mut tables: BTreeMap<String, &Name> = BTreeMap::new();
    // Foreign keys are named within the database, on MySQL checks too.
    let mut constraints: BTreeMap<String, &Name> = BTreeMap::new();
    for table in schema.tables.values() {
        let place = Place::of_table(&table.name);
        problems.name(&place, "table", &table.name.name);
        if table.name.schema.is_some() {
            let help = "a schema is a database of its own here: leave `schema` out";
            problems.add(&place, "a schema", help);
        }
        if let Some(other) = tables.insert(fold(&table.name.name), &table.name) {
            let help = "upper and lower case are the same on some servers: give one of them another name";
            problems.add(&place, format!("the name beside `{other}`"), help);
        }
        within_table(table, problems);
        let checks = table.checks.keys().filter(|_| problems.target == Target::Mysql);
        for name in table.foreign_keys.keys().chain(checks).collect::<Vec<_>>() {
            if let Some(other) = constraints.insert(fold(name), &table.name) {
                let help = format!("table {other} has a constraint of that name: give one of them another");
                problems.add(&Place::of_item(&table.name, name), format!("the name `{name}`"), help);
            }
        }
    }
}

fn within_table(table: &Table, problems: &mut Problems) {
    let columns = table.columns.iter().map(|column| &column.name);
    let lists: [(&str, Vec<&String>); 4] = [
        ("column", columns.collect()),
        ("index", table.uniques.keys().chain(table.indexes.keys()).collect()),
        ("constraint", table.checks.keys().collect()),
        ("constraint", table.foreign_keys.keys().collect()),
    ];
    for (kind, names) in lists {
        let mut seen: BTreeMap<String, &String> = BTreeMap::new();
        for name in names {
            let place = Place::of_item(&table.name, name);
            problems.name(&place, kind, name);
            if kind == "index" && name.eq_ignore_ascii_case(super::keys::PRIMARY) {
                problems.add(&place, "an index `PRIMARY`", "that is the primary key's name: choose another");
            }
            if let Some(other) = seen.insert(fold(name), name) {
                let help = "upper and lower case are the same here: give one of them another name";
                problems.add(&place, format!("the name beside `{other}`"), help);
            }
        }
    }
}

fn fold(name: &str) -> String {
    name.to_lowercase()
}
