//! What SQLite changes in place.

use super::change::change;
use crate::dialect::Dialect;
use crate::dialect::sqlite::ddl::{check, column_definition, create_index, drop_index, references};
use crate::dialect::sqlite::expression::{default_sql, is_constant};
use crate::dialect::sqlite::rebuild::fill_sql;
use crate::dialect::sqlite::{Sqlite, lexer};
use crate::operation::Operation;
use crate::schema::{Check, Column, ForeignKey, Sql, Table};

/// Which of the operations make one unit, and its statements.
type InPlace = (Vec<usize>, Vec<String>);

/// Whether the operation is about an index.
pub(super) fn is_index(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::AddIndex { .. } | Operation::DropIndex { .. } | Operation::RenameIndex { .. }
    )
}

/// The unit of the first operation, when all of them can be done in place; none when the table must be
/// rebuilt.
pub(super) fn first_unit(table: &Table, operations: &[&Operation]) -> Option<InPlace> {
    let mut state = table.clone();
    let mut done = vec![false; operations.len()];
    let mut first = None;
    for at in 0..operations.len() {
        if done[at] {
            continue;
        }
        let unit = unit(&state, operations, at)?;
        for with in &unit.0 {
            done[*with] = true;
            change(&mut state, operations[*with]);
        }
        first.get_or_insert(unit);
    }
    first
}

fn unit(table: &Table, operations: &[&Operation], at: usize) -> Option<InPlace> {
    let name = &table.name.name;
    let statements = match operations[at] {
        Operation::AddIndex { index, .. } => vec![create_index(name, index)],
        Operation::DropIndex { index, .. } => vec![drop_index(&index.name)],
        Operation::RenameIndex { from, to, .. } => {
            let mut index = table.indexes.get(from)?.clone();
            index.name.clone_from(to);
            vec![drop_index(from), create_index(name, &index)]
        }
        Operation::DropColumn { column, .. } => {
            if is_used(table, column) {
                return None;
            }
            let column = Sqlite.quote(&column.name);
            vec![format!("ALTER TABLE {} DROP COLUMN {column}", Sqlite.quote(name))]
        }
        Operation::AddColumn { column, fill, .. } => {
            return add_column(table, operations, at, column, fill.as_ref());
        }
        _ => return None,
    };
    Some((vec![at], statements))
}

/// `ALTER TABLE … ADD COLUMN` with the checks and the foreign key of the new column.
fn add_column(
    table: &Table,
    operations: &[&Operation],
    at: usize,
    column: &Column,
    fill: Option<&Sql>,
) -> Option<InPlace> {
    let is_plain = match (&column.generated, &column.default) {
        (Some(generated), _) => !generated.stored && column.nullable,
        (None, Some(default)) => is_constant(default),
        (None, None) => column.nullable,
    };
    // An UPDATE would fire triggers: what existing rows get must be what the column says by itself.
    let says_itself = match (fill, &column.default) {
        (None, _) => true,
        (Some(fill), Some(default)) => fill_sql(fill, column) == default_sql(default),
        (Some(fill), None) => fill_sql(fill, column).eq_ignore_ascii_case("NULL"),
    };
    if !is_plain || !says_itself || column.identity.is_some() {
        return None;
    }
    let mut taken = vec![at];
    let mut sql =
        format!("ALTER TABLE {} ADD COLUMN {}", Sqlite.quote(&table.name.name), column_definition(column));
    for (next, operation) in operations.iter().enumerate().skip(at + 1) {
        match operation {
            Operation::AddCheck { check: added, .. } if is_last_of(added, column, &operations[at..]) => {
                sql.push_str(&format!(" {}", check(added)));
                taken.push(next);
            }
            Operation::AddForeignKey { foreign_key, .. } if may_carry(column, foreign_key) => {
                let name = Sqlite.quote(&foreign_key.name);
                sql.push_str(&format!(" CONSTRAINT {name} {}", references(foreign_key)));
                taken.push(next);
            }
            _ => {}
        }
    }
    Some((taken, vec![sql]))
}

/// Whether the check names the column, and none that is added after it.
fn is_last_of(check: &Check, column: &Column, operations: &[&Operation]) -> bool {
    let names = |name: &str| lexer::mentions(check.expression.any(), name);
    let is_later = |operation: &&Operation| matches!(operation, Operation::AddColumn { column: other, .. } if other.name != column.name && names(&other.name));
    names(&column.name) && !operations.iter().any(is_later)
}

/// SQLite adds a column that points elsewhere only where every row gets NULL.
fn may_carry(column: &Column, key: &ForeignKey) -> bool {
    key.columns == [column.name.as_str()]
        && column.nullable
        && column.default.is_none()
        && column.generated.is_none()
}

/// Whether something of the table names the column.
fn is_used(table: &Table, column: &Column) -> bool {
    let name = &column.name;
    let names = |sql: &Sql| lexer::mentions(sql.any(), name);
    let in_index = table
        .indexes
        .values()
        .any(|index| index.columns().any(|other| other == name) || index.expressions().any(names));
    let in_key = table.primary_key.iter().any(|key| key.columns.contains(name))
        || table.uniques.values().any(|unique| unique.columns.contains(name))
        || table.foreign_keys.values().any(|key| key.columns.contains(name));
    let in_expression = table.checks.values().any(|check| names(&check.expression))
        || table
            .columns
            .iter()
            .filter_map(|other| other.generated.as_ref())
            .any(|other| names(&other.expression));
    in_index || in_key || in_expression
}
