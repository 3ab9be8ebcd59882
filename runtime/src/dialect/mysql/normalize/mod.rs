//! A schema as MySQL or MariaDB keeps it: what introspection reads after the schema was applied.

mod column;
mod expressions;
mod index;
mod keys;
mod names;
mod problems;

#[cfg(test)]
mod tests;

use super::super::Unsupported;
use super::super::lacking::{Lacking, lacking};
use super::{backticked, literal};
use crate::Target;
use crate::schema::{Action, Check, ForeignKey, Schema, Sql, Storage, Table, Type, check_name, fresh_name};
pub(super) use keys::{PRIMARY, begins_with, supports};
use problems::{Place, Problems};

/// The collation of every table: comparisons and unique keys tell upper from lower case, as those of the
/// other databases do.
pub(super) const COLLATION: &str = "utf8mb4_bin";

/// The longest comment on a table, in characters.
const MAX_COMMENT: usize = 2048;

/// See [`Dialect::normalize`](super::super::Dialect::normalize).
///
/// # Errors
/// Everything that the target cannot do, all at once.
pub(super) fn normalize(schema: &Schema, target: Target) -> Result<Schema, Vec<Unsupported>> {
    let mut problems = Problems::new(target);
    names::check(schema, &mut problems);
    let mut normal = Schema::default();
    for table in schema.tables.values() {
        normal.insert(normal_table(table, schema, &mut problems));
    }
    problems.into_result(normal)
}

fn normal_table(table: &Table, schema: &Schema, problems: &mut Problems) -> Table {
    let place = Place::of_table(&table.name);
    for Lacking { item, what, help } in lacking(table) {
        problems.add(&Place::of_item(&table.name, item), what, help);
    }
    let mut normal = table.clone();
    normal.own_names = true;
    normal.comment = problems.comment(&place, table.comment.as_deref(), MAX_COMMENT);
    for column in &mut normal.columns {
        let place = Place::of_item(&table.name, &column.name);
        *column = column::normal(column, schema, &place, problems);
        let is_key = table.primary_key.as_ref().is_some_and(|key| key.columns.contains(&column.name));
        column.nullable &= !is_key;
    }
    if let Some(key) = &mut normal.primary_key {
        keys::PRIMARY.clone_into(&mut key.name);
    }
    for index in normal.indexes.values_mut() {
        let place = Place::of_item(&table.name, &index.name);
        *index = index::normal(index, table, &place, problems);
    }
    for check in normal.checks.values_mut() {
        let place = Place::of_item(&table.name, &check.name);
        check.expression = problems.expression(&place, "the check", &check.expression);
        // Rows from before are always looked at.
        check.not_valid = false;
    }
    for key in normal.foreign_keys.values_mut() {
        let place = Place::of_item(&table.name, &key.name);
        foreign_key(key, &place, problems);
        let is_required = |name: &String| normal.columns.iter().any(|c| c.name == *name && !c.nullable);
        if [key.on_delete, key.on_update].contains(&Action::SetNull)
            && let Some(column) = key.columns.iter().find(|name| is_required(name))
        {
            let help = format!("let `{column}` be NULL, or use `cascade` or nothing");
            problems.add(&place, "a foreign key that sets a required column to NULL", help);
        }
    }
    add_enum_checks(table, schema, &mut normal);
    keys::unique_indexes(&mut normal);
    keys::add_indexes_of_foreign_keys(&mut normal, problems);
    keys::check(&normal, problems);
    expressions::check(&normal, problems);
    normal
}

fn foreign_key(key: &mut ForeignKey, place: &Place, problems: &mut Problems) {
    key.not_valid = false;
    if key.deferrable.is_some() {
        let help = "leave `deferrable` out, or write this module for other targets only";
        problems.add(place, "a deferrable foreign key", help);
    }
    if key.columns.len() != key.target.len() {
        problems.add(place, "a foreign key of unequal sides", "name as many target columns as columns");
    }
    for action in [&mut key.on_delete, &mut key.on_update] {
        match action {
            // Both refuse at once here.
            Action::NoAction | Action::Restrict => *action = Action::NoAction,
            Action::Cascade | Action::SetNull => {}
            Action::SetDefault => {
                let help = "InnoDB does not do it: use `set null`, `cascade` or nothing";
                problems.add(place, "a foreign key that sets the default", help);
            }
        }
    }
}

/// Text that holds an enum is checked.
fn add_enum_checks(table: &Table, schema: &Schema, normal: &mut Table) {
    for column in &table.columns {
        let Type::Enum(name) = &column.ty else { continue };
        let Some(item) = schema.enums.get(name).filter(|item| item.storage == Storage::Text) else {
            continue;
        };
        let wanted = check_name(&table.name.name, &column.name);
        let name = fresh_name(&wanted, |name| normal.checks.contains_key(name));
        let values: Vec<String> = item.values.iter().map(|value| literal(value)).collect();
        let expression = Sql::Same(format!("{} in ({})", backticked(&column.name), values.join(",")));
        normal.checks.insert(name.clone(), Check::new(name, expression));
    }
}
