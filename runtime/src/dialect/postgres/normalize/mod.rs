//! A schema as PostgreSQL keeps it: what introspection reads after the schema was applied.

mod column;
mod index;
mod problems;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::super::lacking::OWN_NAMES;
use super::super::{Dialect as _, Unsupported};
use super::Postgres;
use crate::schema::{
    Check, Enum, ForeignKey, Name, Schema, Sql, Storage, Table, Type, check_name, fresh_name,
};
use problems::{Place, Problems};

/// See [`Dialect::normalize`](super::super::Dialect::normalize).
pub(super) fn normalize(schema: &Schema) -> Result<Schema, Vec<Unsupported>> {
    let mut problems = Problems::default();
    let enums = native_enums(schema, &mut problems);
    let mut normal = Schema { enums, ..Schema::default() };
    for table in schema.tables.values() {
        normal.insert(normal_table(table, schema, &mut problems));
    }
    problems.into_result(normal)
}

fn native_enums(schema: &Schema, problems: &mut Problems) -> BTreeMap<Name, Enum> {
    let native = schema.enums.iter().filter(|(_, item)| item.storage == Storage::Native);
    for (name, item) in native.clone() {
        let place = Place::of_enum(name);
        problems.name(&place, "enum", &name.name);
        for (at, value) in item.values.iter().enumerate() {
            // Labels are kept as names are.
            problems.label(&place, value);
            if item.values[..at].contains(value) {
                problems.add(&place, format!("the value `{value}` twice"), "name each value once");
            }
        }
        if schema.tables.contains_key(name) {
            let help = "rename one of the two: every table is a type of its own name";
            problems.add(&place, format!("an enum and a table `{}`", name.name), help);
        }
    }
    native.map(|(name, item)| (name.clone(), item.clone())).collect()
}

fn normal_table(table: &Table, schema: &Schema, problems: &mut Problems) -> Table {
    let place = Place::of_table(&table.name);
    problems.name(&place, "table", &table.name.name);
    if let Some(schema) = &table.name.schema {
        problems.name(&place, "schema", schema);
    }
    if table.own_names {
        problems.add(&place, OWN_NAMES.0, OWN_NAMES.1);
    }
    let mut normal = Table { own_names: false, ..table.clone() };
    normal.comment = problems.comment(&place, table.comment.as_deref());
    for column in &mut normal.columns {
        let place = Place::of_item(&table.name, &column.name);
        problems.name(&place, "column", &column.name);
        *column = column::normal(column, schema, &place, problems);
        let is_key = table.primary_key.as_ref().is_some_and(|key| key.columns.contains(&column.name));
        column.nullable &= !is_key && column.identity.is_none();
    }
    constraint_names(&normal, problems);
    for index in normal.indexes.values_mut() {
        let place = Place::of_item(&table.name, &index.name);
        problems.name(&place, "index", &index.name);
        *index = index::normal(index, table, &place, problems);
    }
    for exclusion in normal.exclusions.values_mut() {
        let place = Place::of_item(&table.name, &exclusion.name);
        problems.name(&place, "constraint", &exclusion.name);
        *exclusion = index::exclusion(exclusion, table, &place, problems);
    }
    for check in normal.checks.values_mut() {
        let place = Place::of_item(&table.name, &check.name);
        check.expression = problems.expression(&place, "the check", &check.expression);
    }
    add_enum_checks(table, schema, &mut normal);
    normal
}

fn constraint_names(table: &Table, problems: &mut Problems) {
    let names = table
        .primary_key
        .iter()
        .map(|key| &key.name)
        .chain(table.uniques.keys())
        .chain(table.foreign_keys.keys())
        .chain(table.checks.keys());
    for name in names {
        problems.name(&Place::of_item(&table.name, name), "constraint", name);
    }
    for key in table.foreign_keys.values().filter(|key: &&ForeignKey| key.columns.len() != key.target.len()) {
        let place = Place::of_item(&table.name, &key.name);
        problems.add(&place, "a foreign key of unequal sides", "name as many target columns as columns");
    }
}

/// Text that holds an enum is checked; a list of it cannot be, as a check knows no `ALL` over it here.
fn add_enum_checks(table: &Table, schema: &Schema, normal: &mut Table) {
    for column in &table.columns {
        let Type::Enum(name) = &column.ty else { continue };
        let Some(item) = schema.enums.get(name).filter(|item| item.storage == Storage::Text) else {
            continue;
        };
        let wanted = check_name(&table.name.name, &column.name);
        let name = fresh_name(&wanted, |name| normal.checks.contains_key(name));
        let values: Vec<String> = item.values.iter().map(|value| Postgres.quote_literal(value)).collect();
        let expression = match values.as_slice() {
            // `IN ()` is no SQL.
            [] => format!("{} IS NULL", Postgres.quote(&column.name)),
            _ => format!("{} IN ({})", Postgres.quote(&column.name), values.join(", ")),
        };
        normal.checks.insert(name.clone(), Check::new(name, Sql::Same(expression)));
    }
}
