//! What the tables hold before and after.

use std::collections::{BTreeMap, BTreeSet};

use strobila::dialect::{DatabaseError, Row, Session};
use strobila::operation::Operation;
use strobila::schema::{Column, Name, Schema, Table};

use super::{Case, ProofError, wrong};
use crate::diff::Renames;

/// The rows of each table, by the order of its columns.
pub(super) type Contents = BTreeMap<Name, Vec<Row>>;

/// Every row of every table, in an order of its own.
pub(super) async fn of(session: &mut dyn Session, schema: &Schema) -> Result<Contents, DatabaseError> {
    let mut contents = Contents::new();
    for table in schema.tables.values() {
        contents.insert(table.name.clone(), table_rows(session, table).await?);
    }
    Ok(contents)
}

async fn table_rows(session: &mut dyn Session, table: &Table) -> Result<Vec<Row>, DatabaseError> {
    let dialect = session.dialect();
    let columns: Vec<String> = table.columns.iter().map(|column| dialect.quote(&column.name)).collect();
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT {} FROM {}", columns.join(", "), dialect.quote_name(&table.name));
    let mut rows = session.query(&sql).await?;
    rows.sort();
    Ok(rows)
}

/// After the way down: no table that stayed has lost a row, and no column that stayed a value; where the
/// way down is exact, no column at all.
pub(super) async fn compare_down(
    session: &mut dyn Session,
    case: &Case<'_>,
    before: &Contents,
) -> Result<(), ProofError> {
    let dialect = session.dialect();
    let (dropped, touched) = (dropped(case.operations), touched(case.operations));
    for table in case.prev.tables.values().filter(|table| !dropped.contains(&table.name)) {
        let new = table_rows(session, table).await?;
        // What no operation touches comes back in any case.
        let kept: Vec<usize> = (0..table.columns.len())
            .filter(|at| case.is_exact || is_untouched(&table.columns[*at], &table.name, &touched))
            .collect();
        let sides = [(&before[&table.name], &kept[..]), (&new, &kept[..])];
        same(sides, &table.name).map_err(|reason| wrong(dialect, "after the way down", reason))?;
    }
    Ok(())
}

/// After a way up that nothing takes back: no table that stays has lost a row, and no column that no
/// operation touches a value.
pub(super) async fn compare_up(
    session: &mut dyn Session,
    case: &Case<'_>,
    before: &Contents,
) -> Result<(), ProofError> {
    let dialect = session.dialect();
    let renames = Renames::of(case.operations);
    let dropped = dropped(case.operations);
    let mut touched = touched(case.operations);
    touched.extend(of_renamed_values(case));
    for old in case.prev.tables.values().filter(|table| !dropped.contains(&table.name)) {
        let now = case.next.tables.values().find(|table| renames.old_table(&table.name) == Some(&old.name));
        let Some(now) = now.filter(|_| !is_changed_by_hand(case, &old.name)) else { continue };
        let places = old.columns.iter().enumerate().filter_map(|(at, column)| {
            let is_it =
                |other: &Column| renames.old_column(&now.name, &other.name) == Some(column.name.as_str());
            is_untouched(column, &old.name, &touched)
                .then(|| Some((at, now.columns.iter().position(is_it)?)))?
        });
        let (kept, found): (Vec<usize>, Vec<usize>) = places.unzip();
        let new = table_rows(session, now).await?;
        let sides = [(&before[&old.name], &kept[..]), (&new, &found[..])];
        same(sides, &old.name).map_err(|reason| wrong(dialect, "after the way up", reason))?;
    }
    Ok(())
}

/// Whether a statement that a person may have written changes rows of the table.
fn is_changed_by_hand(case: &Case<'_>, table: &Name) -> bool {
    let steps = case.up.iter().filter(|step| case.is_by_hand && step.rebuilds.is_none());
    steps.flat_map(|step| &step.statements).any(|sql| {
        let verb = sql.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let defines = matches!(verb.as_str(), "ALTER" | "COMMENT" | "CREATE" | "DROP");
        !defines && sql.to_lowercase().contains(&table.name.to_lowercase())
    })
}

/// The columns of enums that have a value renamed: their rows hold its new name.
fn of_renamed_values(case: &Case<'_>) -> BTreeSet<(Name, String)> {
    let renames = Renames::of(case.operations);
    let renamed = case.operations.iter().filter_map(|operation| match operation {
        Operation::RenameEnumValue { name, .. } => renames.old_enum(name),
        _ => None,
    });
    let renamed: BTreeSet<&Name> = renamed.collect();
    let columns = case.prev.tables.values().flat_map(|table| {
        let of_it = |column: &&Column| column.ty.enum_name().is_some_and(|name| renamed.contains(name));
        table.columns.iter().filter(of_it).map(|column| (table.name.clone(), column.name.clone()))
    });
    columns.collect()
}

/// Whether a table holds the same before and after, each side with the places of the columns to compare.
fn same([old, new]: [(&Vec<Row>, &[usize]); 2], table: &Name) -> Result<(), String> {
    if old.0.len() != new.0.len() {
        return Err(format!("{table} held {} rows and holds {} now", old.0.len(), new.0.len()));
    }
    if only(old.0, old.1) != only(new.0, new.1) {
        return Err(format!("values of {table} are not what they were, and nothing says so"));
    }
    Ok(())
}

/// The tables that are dropped, under the names they bore at first: one may step aside before it goes.
fn dropped(operations: &[Operation]) -> BTreeSet<&Name> {
    let mut first: BTreeMap<&Name, &Name> = BTreeMap::new();
    let mut dropped = BTreeSet::new();
    for operation in operations {
        match operation {
            Operation::RenameTable { from, to } => {
                let name = first.remove(from).unwrap_or(from);
                first.insert(to, name);
            }
            Operation::DropTable { table } => {
                dropped.insert(first.get(&table.name).copied().unwrap_or(&table.name));
            }
            _ => {}
        }
    }
    dropped
}

/// The columns that are changed or dropped, under the names they and their tables bore at first.
fn touched(operations: &[Operation]) -> BTreeSet<(Name, String)> {
    let mut tables: BTreeMap<Name, Name> = BTreeMap::new();
    let mut columns: BTreeMap<(Name, String), String> = BTreeMap::new();
    let mut touched = BTreeSet::new();
    for operation in operations {
        let first_table = |name: &Name| tables.get(name).unwrap_or(name).clone();
        match operation {
            Operation::RenameTable { from, to } => {
                let first = tables.remove(from).unwrap_or_else(|| from.clone());
                tables.insert(to.clone(), first);
            }
            Operation::RenameColumn { table, from, to } => {
                let table = first_table(table);
                let first = columns.remove(&(table.clone(), from.clone())).unwrap_or_else(|| from.clone());
                columns.insert((table, to.clone()), first);
            }
            Operation::AlterColumn { table, to: column, .. } | Operation::DropColumn { table, column } => {
                let now = (first_table(table), column.name.clone());
                let first = columns.get(&now).cloned().unwrap_or_else(|| column.name.clone());
                touched.insert((now.0, first));
            }
            _ => {}
        }
    }
    touched
}

/// Whether nothing changes a column's values; a computed one follows others.
fn is_untouched(column: &Column, table: &Name, touched: &BTreeSet<(Name, String)>) -> bool {
    column.generated.is_none() && !touched.contains(&(table.clone(), column.name.clone()))
}

/// The rows with those columns alone, in an order of their own.
fn only(rows: &[Row], columns: &[usize]) -> Vec<Row> {
    let mut rows: Vec<Row> =
        rows.iter().map(|row| columns.iter().filter_map(|at| row.get(*at).cloned()).collect()).collect();
    rows.sort();
    rows
}
