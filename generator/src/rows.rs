//! Puts rows into a scratch database, so that a migration is tried on tables that are not empty.
//!
//! Three rows per table: one with every column set, one with NULL wherever it is allowed and
//! defaults left to the database, one with other values. The server judges them: a row that it
//! refuses is tried again with other values.

mod candidates;
mod order;
mod value;
mod wishes;

use std::collections::{BTreeMap, BTreeSet};

use strobila::dialect::{DatabaseError, DatabaseErrorKind, Dialect, Row, Session};
use strobila::operation::Operation;
use strobila::schema::{Column, Name, Schema, Table};

use candidates::{Inserted, TableRows};
use wishes::Wishes;

/// Rows per table.
const ROWS: usize = 3;
/// How many sets of values are tried for one row before it is given up.
const ATTEMPTS: usize = 256;

/// What [`fill`] put into each table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// The number of rows of each table, 0 to 3.
    pub rows: BTreeMap<Name, usize>,
    /// The server's last word on each table that stayed empty.
    pub refused: BTreeMap<Name, String>,
}

/// Puts three rows into every table of `schema`, which stands in the database already. A table that
/// holds rows keeps them, and others may point at them.
///
/// `schema` is normalised for the session's database. `operations` are those that will run on the
/// rows: values are chosen so that they also fit the types, checks and keys that the operations bring,
/// under the names of `schema`. Runs outside a transaction, since a refused row would end one.
/// A table for which no row was accepted, or to which a required column comes that nothing fills, stays
/// empty, and is named in the answer.
///
/// # Errors
/// A [`DatabaseError`] of any kind but [`DatabaseErrorKind::Statement`].
pub async fn fill(
    session: &mut dyn Session,
    schema: &Schema,
    operations: &[Operation],
) -> Result<Filled, DatabaseError> {
    fill_for(session, schema, operations, (&Schema::default(), &[])).await
}

/// Does what [`fill`] does, with values that also fit the types that `models`, the same schema and
/// operations in portable form, have, bring or leave.
///
/// # Errors
/// Those of [`fill`].
pub async fn fill_for(
    session: &mut dyn Session,
    schema: &Schema,
    operations: &[Operation],
    (portable, models): (&Schema, &[Operation]),
) -> Result<Filled, DatabaseError> {
    let mut wishes = Wishes::of(operations);
    wishes.follow(models);
    wishes.lists = value::list_items(portable, models, session.dialect());
    let mut inserted = Inserted::default();
    let mut filled = Filled::default();
    for name in order::parents_first(schema, &wishes) {
        let table = &schema.tables[&name];
        let mut count = 0;
        if has_rows(session, &name).await? {
            read_keys(session, schema, table, &wishes, &mut inserted).await?;
            continue;
        }
        if let Some(column) = wishes.empty.get(&name) {
            let reason = format!("{column} is new and required, and no row gets a value");
            filled.refused.insert(name.clone(), reason);
            filled.rows.insert(name, 0);
            continue;
        }
        for row in 0..ROWS {
            match insert_one(session, schema, table, row, &wishes, &inserted).await? {
                Ok(values) => {
                    count += 1;
                    inserted.entry(name.clone()).or_default().push(values);
                }
                Err(refusal) if count == 0 => {
                    filled.refused.insert(name.clone(), refusal);
                }
                Err(_) => {}
            }
        }
        if count > 0 {
            filled.refused.remove(&name);
            read_keys(session, schema, table, &wishes, &mut inserted).await?;
        }
        filled.rows.insert(name, count);
    }
    Ok(filled)
}

/// The rows of a table, each value in the server's text form, sorted: to be compared before and after.
///
/// # Errors
/// What the server says.
pub async fn read(
    session: &mut dyn Session,
    table: &Name,
    columns: &[String],
) -> Result<Vec<Row>, DatabaseError> {
    let dialect = session.dialect();
    let list: Vec<String> = columns.iter().map(|column| dialect.quote(column)).collect();
    let sql = format!("SELECT {} FROM {}", list.join(", "), dialect.quote_name(table));
    let mut rows = session.query(&sql).await?;
    rows.sort();
    Ok(rows)
}

/// One accepted row as column and literal, or why the last try was refused.
type Outcome = Result<BTreeMap<String, String>, String>;

async fn insert_one(
    session: &mut dyn Session,
    schema: &Schema,
    table: &Table,
    row: usize,
    wishes: &Wishes,
    inserted: &Inserted,
) -> Result<Outcome, DatabaseError> {
    let dialect = session.dialect();
    let rows = TableRows::new(schema, table, wishes, inserted, dialect);
    let mut refusal = "no row of the table it points at".to_owned();
    for attempt in 0..rows.attempts().min(ATTEMPTS) {
        let Some(values) = rows.row(row, attempt) else { continue };
        if !rows.is_unique(&values) {
            refusal = "no row found that fits a key of tomorrow".to_owned();
            continue;
        }
        match session.execute(&insert_statement(dialect, &table.name, &values)).await {
            Ok(()) => match take_back(session, &table.name, wishes).await? {
                None => return Ok(Ok(values.into_iter().collect())),
                Some(check) => refusal = format!("no row found that fits {check}"),
            },
            Err(error) if error.kind == DatabaseErrorKind::Statement => refusal = error.message,
            Err(error) => return Err(error),
        }
    }
    Ok(Err(refusal))
}

fn insert_statement(dialect: &dyn Dialect, table: &Name, values: &[(String, String)]) -> String {
    if values.is_empty() {
        return dialect.insert_defaults(table);
    }
    let table = dialect.quote_name(table);
    let columns: Vec<String> = values.iter().map(|(column, _)| dialect.quote(column)).collect();
    let literals: Vec<&str> = values.iter().map(|(_, literal)| literal.as_str()).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), literals.join(", "))
}

/// Deletes rows that a check of tomorrow would refuse, and names the check. A check that cannot be
/// asked today asks nothing.
async fn take_back(
    session: &mut dyn Session,
    table: &Name,
    wishes: &Wishes,
) -> Result<Option<String>, DatabaseError> {
    let from = session.dialect().quote_name(table);
    for check in wishes.checks.get(table).into_iter().flatten() {
        let condition = format!("FROM {from} WHERE NOT ({})", check.expression.any());
        match session.query(&format!("SELECT 1 {condition}")).await {
            Ok(rows) if rows.is_empty() => {}
            Ok(_) => {
                session.execute(&format!("DELETE {condition}")).await?;
                return Ok(Some(check.name.clone()));
            }
            Err(error) if error.kind == DatabaseErrorKind::Statement => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

async fn has_rows(session: &mut dyn Session, table: &Name) -> Result<bool, DatabaseError> {
    let sql = format!("SELECT 1 FROM {} LIMIT 1", session.dialect().quote_name(table));
    Ok(!session.query(&sql).await?.is_empty())
}

/// Reads what children can point at, as the database has it: it counts some values itself, and rows may
/// have been there before.
async fn read_keys(
    session: &mut dyn Session,
    schema: &Schema,
    table: &Table,
    wishes: &Wishes,
    inserted: &mut Inserted,
) -> Result<(), DatabaseError> {
    let keys = schema.tables.values().flat_map(|other| {
        let wished = wishes.foreign_keys(&other.name);
        other.foreign_keys.values().chain(wished).filter(|key| key.references == table.name)
    });
    let targets: BTreeSet<&String> = keys.flat_map(|key| &key.target).collect();
    let columns: Vec<&Column> =
        table.columns.iter().filter(|column| targets.contains(&column.name)).collect();
    if columns.is_empty() {
        return Ok(());
    }
    let dialect = session.dialect();
    let literal = |column: &&Column| dialect.literal_of(&dialect.quote(&column.name));
    let list: Vec<String> = columns.iter().map(literal).collect();
    let from = dialect.quote_name(&table.name);
    let sql = format!("SELECT {} FROM {from} ORDER BY 1 LIMIT {ROWS}", list.join(", "));
    let rows = session.query(&sql).await?.into_iter().map(|row| {
        let cells = columns.iter().zip(row);
        cells.filter_map(|(column, literal)| Some((column.name.clone(), literal?))).collect()
    });
    inserted.insert(table.name.clone(), rows.collect());
    Ok(())
}
