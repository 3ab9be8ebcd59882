//! Names that SQLite refuses, or takes for one.

use std::collections::BTreeMap;

use super::unsupported;
use crate::dialect::Unsupported;
use crate::schema::{Name, Schema, Table};

/// What is wrong with the names of a schema.
pub(super) fn problems(schema: &Schema) -> Vec<Unsupported> {
    let mut problems = Vec::new();
    // Tables and indexes share one name space, in which case does not count.
    let mut taken: BTreeMap<String, &Name> = BTreeMap::new();
    for table in schema.tables.values() {
        table_name(table, &mut taken, &mut problems);
    }
    for table in schema.tables.values() {
        for name in table.indexes.keys().chain(table.uniques.keys()) {
            usable(table, Some(name), name, &mut problems);
            taken_twice(table, Some(name), name, &mut taken, &mut problems);
        }
        let constraints = table.checks.keys().chain(table.foreign_keys.keys());
        for name in constraints.chain(table.primary_key.as_ref().map(|key| &key.name)) {
            usable(table, Some(name), name, &mut problems);
        }
        columns(table, &mut problems);
    }
    problems
}

fn table_name<'a>(table: &'a Table, taken: &mut BTreeMap<String, &'a Name>, problems: &mut Vec<Unsupported>) {
    let name = &table.name.name;
    usable(table, None, name, problems);
    let folded = name.to_ascii_lowercase();
    if let Some(prefix) = ["sqlite_", "strobila_"].into_iter().find(|prefix| folded.starts_with(prefix)) {
        let what = format!("a name that begins with `{prefix}`");
        problems.push(unsupported(&table.name, None, what, "give the table another name"));
    }
    taken_twice(table, None, name, taken, problems);
}

fn taken_twice<'a>(
    table: &'a Table,
    item: Option<&str>,
    name: &str,
    taken: &mut BTreeMap<String, &'a Name>,
    problems: &mut Vec<Unsupported>,
) {
    if let Some(other) = taken.insert(name.to_ascii_lowercase(), &table.name) {
        let what = format!("the name `{name}`");
        let help =
            format!("table {other} or one of its indexes has it, upper and lower case being the same here");
        problems.push(unsupported(&table.name, item, what, &help));
    }
}

fn columns(table: &Table, problems: &mut Vec<Unsupported>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for column in &table.columns {
        usable(table, Some(&column.name), &column.name, problems);
        if let Some(other) = seen.insert(column.name.to_ascii_lowercase(), &column.name) {
            let what = format!("the name beside `{other}`");
            let help = "upper and lower case are the same here: give one of them another name";
            problems.push(unsupported(&table.name, Some(&column.name), what, help));
        }
    }
}

fn usable(table: &Table, item: Option<&str>, name: &str, problems: &mut Vec<Unsupported>) {
    let what = if name.is_empty() {
        "an empty name"
    } else if name.contains('\0') {
        "a name with a NUL in it"
    } else {
        return;
    };
    problems.push(unsupported(&table.name, item, what, "give it another name"));
}
