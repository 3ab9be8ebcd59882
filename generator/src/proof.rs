//! The proof: a migration runs up, down and up again on a scratch database, with rows.

mod run;
mod scratch;

use std::collections::{BTreeMap, BTreeSet};

use strobila::Target;
use strobila::dialect::{DatabaseError, Dialect, Session};
use strobila::migrator::PlannedStep;
use strobila::operation::Operation;
use strobila::schema::{Column, Name, Schema, Table};

use crate::diff::{Renames, diff};
use crate::{live, rows, tree};

pub(crate) use scratch::with_database;
pub use scratch::{Leftover, Scratch};

/// What is to be proven on one target.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// The schema before, normalised.
    pub prev: &'a Schema,
    /// The schema after, normalised.
    pub next: &'a Schema,
    /// What the way up does, in operations of the target.
    pub operations: Vec<Operation>,
    /// What migrations do that follow on the same database: rows should also fit it.
    pub later: Vec<Operation>,
    /// The way up.
    pub up: Vec<PlannedStep>,
    /// The way down; none when there is none.
    pub down: Option<Vec<PlannedStep>>,
    /// Whether the way down promises every value back.
    pub is_exact: bool,
}

/// What a proof showed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proven {
    /// How many rows went through it.
    pub rows: usize,
    /// Tables that stayed empty, because the server refused every row we made, with its last word.
    pub empty: BTreeMap<Name, String>,
}

/// Why a migration is not proven.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// It does not do what it says.
    #[error("on {target}, {stage}: {reason}")]
    Wrong {
        /// The database.
        target: Target,
        /// When: "on the way down".
        stage: &'static str,
        /// What happened.
        reason: String,
        /// The statement that failed.
        statement: Option<String>,
    },
    /// The scratch database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Proves one migration on an empty scratch database.
///
/// The tables are built and filled with three rows each; the schema is read back after each way and
/// compared; rows are counted, and compared where the way down promises them back.
///
/// # Errors
/// [`ProofError`].
pub async fn prove(session: &mut dyn Session, case: &Case<'_>) -> Result<Proven, ProofError> {
    let dialect = session.dialect();
    run::schemas(session, [case.prev, case.next]).await?;
    let plan = diff(&Schema::default(), case.prev, &Renames::default());
    let units = dialect.render(&plan).map_err(|error| wrong(dialect, "while its tables are made", error))?;
    for statement in units.iter().flat_map(|unit| &unit.statements) {
        run::one(session, "while its tables are made", statement).await?;
    }
    prove_in_place(session, case).await
}

/// Runs a migration up on a scratch database that holds the tables of `case.prev`, without proving it.
///
/// # Errors
/// [`ProofError`] when it does not run.
pub async fn advance(session: &mut dyn Session, case: &Case<'_>) -> Result<(), ProofError> {
    run::schemas(session, [case.prev, case.next]).await?;
    run::steps(session, "on the way up", &case.up).await
}

/// Proves one migration on a scratch database that holds the tables of `case.prev` already; at the end
/// it holds those of `case.next`.
///
/// # Errors
/// [`ProofError`].
pub async fn prove_in_place(session: &mut dyn Session, case: &Case<'_>) -> Result<Proven, ProofError> {
    run::schemas(session, [case.prev, case.next]).await?;
    let coming: Vec<Operation> = case.operations.iter().chain(&case.later).cloned().collect();
    let filled = rows::fill(session, case.prev, &coming).await?;
    let before = contents(session, case.prev).await?;
    run::steps(session, "on the way up", &case.up).await?;
    expect(session, "after the way up", case.next).await?;
    if let Some(down) = &case.down {
        run::steps(session, "on the way down", down).await?;
        expect(session, "after the way down", case.prev).await?;
        compare_contents(session, case, &before).await?;
        run::steps(session, "on the second way up", &case.up).await?;
        expect(session, "after the second way up", case.next).await?;
    }
    Ok(Proven { rows: before.values().map(Vec::len).sum(), empty: filled.refused })
}

fn wrong(dialect: &dyn Dialect, stage: &'static str, reason: impl ToString) -> ProofError {
    ProofError::Wrong { target: dialect.target(), stage, reason: reason.to_string(), statement: None }
}

/// Reads the schema back and compares it.
async fn expect(session: &mut dyn Session, stage: &'static str, wanted: &Schema) -> Result<(), ProofError> {
    let dialect = session.dialect();
    let live = session.introspect().await?.schema;
    let extra = live.tables.keys().find(|name| !wanted.tables.contains_key(name));
    if let Some(name) = extra {
        return Err(wrong(dialect, stage, format!("table {name} is there and should not be")));
    }
    let plan = live::compare(session, &live, wanted, &Renames::default()).await?;
    if plan.operations.is_empty() {
        return Ok(());
    }
    let reason = format!(
        "the schema is not what it should be; this is missing:\n{}",
        tree::change_tree(&plan.operations)
    );
    Err(wrong(dialect, stage, reason))
}

type Contents = BTreeMap<Name, Vec<Vec<Option<String>>>>;

/// Every row of every table, in an order of its own.
async fn contents(session: &mut dyn Session, schema: &Schema) -> Result<Contents, ProofError> {
    let mut contents = Contents::new();
    for table in schema.tables.values() {
        contents.insert(table.name.clone(), table_rows(session, table).await?);
    }
    Ok(contents)
}

async fn table_rows(
    session: &mut dyn Session,
    table: &Table,
) -> Result<Vec<Vec<Option<String>>>, ProofError> {
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
async fn compare_contents(
    session: &mut dyn Session,
    case: &Case<'_>,
    before: &Contents,
) -> Result<(), ProofError> {
    let dialect = session.dialect();
    let (dropped, touched) = (dropped(&case.operations), touched(&case.operations));
    for table in case.prev.tables.values().filter(|table| !dropped.contains(&table.name)) {
        let (old, new) = (&before[&table.name], table_rows(session, table).await?);
        if old.len() != new.len() {
            let reason = format!("{} held {} rows and holds {} now", table.name, old.len(), new.len());
            return Err(wrong(dialect, "after the way down", reason));
        }
        // What no operation touches comes back in any case.
        let kept: Vec<usize> = (0..table.columns.len())
            .filter(|at| case.is_exact || is_untouched(&table.columns[*at], &table.name, &touched))
            .collect();
        if only(old, &kept) != only(&new, &kept) {
            let reason = format!("values of {} are not what they were, and nothing says so", table.name);
            return Err(wrong(dialect, "after the way down", reason));
        }
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
fn only(rows: &[Vec<Option<String>>], columns: &[usize]) -> Vec<Vec<Option<String>>> {
    let mut rows: Vec<Vec<Option<String>>> =
        rows.iter().map(|row| columns.iter().filter_map(|at| row.get(*at).cloned()).collect()).collect();
    rows.sort();
    rows
}

#[cfg(test)]
mod tests;
