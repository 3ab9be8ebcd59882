//! Columns that are computed, or were.

use super::column::{Change, modify};
use super::{add, alter, backticked, drop_constraint, drop_index, table, unsupported};
use crate::Target;
use crate::dialect::Unsupported;
use crate::dialect::mysql::expression::mentions;
use crate::schema::{Column, Generated, Table};

/// A column that is computed afterwards. The server changes an expression in place, but not whether the
/// values are kept.
///
/// # Errors
/// What the target cannot do.
pub(super) fn change(change: &Change<'_>) -> Result<Vec<String>, Unsupported> {
    let Change { table, from, to, target, .. } = change;
    let is_stored = |column: &Column| column.generated.as_ref().map(|generated| generated.stored);
    match (is_stored(from), is_stored(to)) {
        (before, after) if before == after => Ok(vec![alter(&table.name, &[modify(to, *target)])]),
        (None, Some(true)) => Ok(vec![alter(&table.name, &[modify(to, *target)])]),
        _ => anew(table, from, to, *target).map(|statement| vec![statement]),
    }
}

/// What comes before a computed column becomes a plain one that keeps its values.
///
/// # Errors
/// What the target cannot do.
pub(super) fn keep_values(change: &Change<'_>) -> Result<Vec<String>, Unsupported> {
    let Change { table, from, target, .. } = change;
    let Some(Generated { expression, stored: false }) = &from.generated else { return Ok(Vec::new()) };
    let stored = Generated { expression: expression.clone(), stored: true };
    let kept = Column { generated: Some(stored), ..(*from).clone() };
    anew(table, from, &kept, *target).map(|statement| vec![statement])
}

/// Drops the column and adds it again at its place, with all that is built on it, in one statement.
fn anew(table: &Table, from: &Column, to: &Column, target: Target) -> Result<String, Unsupported> {
    replaced(table, from, &format!("ADD COLUMN {}", table::column(to, target)), target)
}

/// Drops the column, and puts the one that `clause` makes in its place, with all that is built on it.
///
/// # Errors
/// What the target cannot do.
pub(super) fn replaced(
    table: &Table,
    from: &Column,
    clause: &str,
    target: Target,
) -> Result<String, Unsupported> {
    let reads = |other: &&Column| {
        other.generated.as_ref().is_some_and(|generated| mentions(generated.expression.any(), &from.name))
    };
    if let Some(other) = table.columns.iter().find(reads) {
        let help = format!("drop `{}` in a migration before, and add it again in one after", other.name);
        let what = "another form while a generated column reads it";
        return Err(unsupported(target, &table.name, Some(&from.name), what, &help));
    }
    let name = &from.name;
    let indexes = table.indexes.values().filter(|index| {
        index.columns().any(|column| column == name)
            || index.expressions().any(|sql| mentions(sql.any(), name))
    });
    let indexes: Vec<_> = indexes.collect();
    let checks: Vec<_> =
        table.checks.values().filter(|check| mentions(check.expression.any(), name)).collect();
    if let Some(key) = table.foreign_keys.values().find(|key| key.columns.contains(name)) {
        let help = format!("drop the foreign key `{}` in a migration before", key.name);
        let what = "another form while a foreign key is built on it";
        return Err(unsupported(target, &table.name, Some(name), what, &help));
    }
    let at = table.columns.iter().position(|column| column.name == *name).unwrap_or_default();
    let place = match at.checked_sub(1).and_then(|before| table.columns.get(before)) {
        Some(before) => format!("AFTER {}", backticked(&before.name)),
        None => "FIRST".to_owned(),
    };
    let mut clauses: Vec<String> = checks.iter().map(|check| drop_constraint(&check.name)).collect();
    let key = table.primary_key.as_ref().filter(|key| key.columns.contains(name));
    clauses.extend(key.map(|_| "DROP PRIMARY KEY".to_owned()));
    clauses.extend(indexes.iter().map(|index| drop_index(&index.name)));
    clauses.push(format!("DROP COLUMN {}", backticked(name)));
    clauses.push(format!("{clause} {place}"));
    clauses.extend(key.map(|key| add(&table::primary_key(key))));
    clauses.extend(indexes.iter().map(|index| add(&table::index(index))));
    clauses.extend(checks.iter().map(|check| add(&table::check(check))));
    Ok(alter(&table.name, &clauses))
}
