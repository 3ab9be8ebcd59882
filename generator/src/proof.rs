//! The proof: a migration runs up, down and up again on a scratch database, with rows.

mod contents;
mod conversion;
mod run;
mod scratch;

use std::collections::BTreeMap;

use strobila::Target;
use strobila::dialect::{DatabaseError, Dialect, Session};
use strobila::migrator::PlannedStep;
use strobila::operation::Operation;
use strobila::schema::{Name, Schema};

use crate::diff::{Renames, diff};
use crate::{live, rows, tree};

pub(crate) use scratch::with_database;
pub use scratch::{Leftover, Scratch, no_scratch_help};

/// What is to be proven on one target.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// The schema before, normalised.
    pub prev: &'a Schema,
    /// The schema after, normalised.
    pub next: &'a Schema,
    /// The schema before as models say it, or what the migration touches of it: the types of columns that the
    /// target keeps as another. Empty when it is not known.
    pub portable: &'a Schema,
    /// What the way up does, in operations of the target.
    pub operations: &'a [Operation],
    /// These, and what migrations do that follow on the same database: rows should also fit it.
    pub coming: &'a [Operation],
    /// What all of them do in portable operations, in their order.
    pub models: &'a [Operation],
    /// The way up.
    pub up: Vec<PlannedStep>,
    /// The way down; none when there is none.
    pub down: Option<Vec<PlannedStep>>,
    /// Whether the way down promises every value back.
    pub is_exact: bool,
    /// Whether a person may have written statements: they may change rows that no operation touches.
    pub is_by_hand: bool,
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
        /// The server's code for it.
        code: Option<String>,
        /// The title of the step it stands in.
        step: Option<String>,
    },
    /// The database does not convert the values of a column to its new type.
    #[error("on {target}, {stage}: {column} does not become {ty}: {reason}")]
    Conversion {
        /// The database.
        target: Target,
        /// When: "on the way up".
        stage: &'static str,
        /// The column: `author.born`.
        column: String,
        /// The type that it should get.
        ty: String,
        /// What the database says.
        reason: String,
        /// The statement that failed.
        statement: Option<String>,
        /// The flag that says what the values become: `--fill author.born`.
        flag: String,
    },
    /// The scratch database failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Proves one migration on an empty scratch database.
///
/// The tables are built and filled with three rows each; the schema is read back after each way and
/// compared; rows are counted, and compared where the way down promises them back. Where there is no way
/// down, what no operation touches is compared after the way up.
///
/// # Errors
/// [`ProofError`].
pub async fn prove(session: &mut dyn Session, case: &Case<'_>) -> Result<Proven, ProofError> {
    let dialect = session.dialect();
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
    run::schemas(session, case).await?;
    run::steps(session, "on the way up", &case.up).await
}

/// Proves one migration on a scratch database that holds the tables of `case.prev` already; at the end
/// it holds those of `case.next`.
///
/// # Errors
/// [`ProofError`].
pub async fn prove_in_place(session: &mut dyn Session, case: &Case<'_>) -> Result<Proven, ProofError> {
    let dialect = session.dialect();
    run::schemas(session, case).await?;
    let filled = rows::fill_for(session, case.prev, case.coming, (case.portable, case.models)).await?;
    let before = contents::of(session, case.prev).await?;
    let result = run::steps(session, "on the way up", &case.up).await;
    result.map_err(|error| conversion::named(error, case, dialect, false))?;
    expect(session, "after the way up", case.next).await?;
    if let Some(down) = &case.down {
        let result = run::steps(session, "on the way down", down).await;
        result.map_err(|error| conversion::named(error, case, dialect, true))?;
        expect(session, "after the way down", case.prev).await?;
        contents::compare_down(session, case, &before).await?;
        run::steps(session, "on the second way up", &case.up).await?;
        expect(session, "after the second way up", case.next).await?;
    } else {
        contents::compare_up(session, case, &before).await?;
    }
    Ok(Proven { rows: before.values().map(Vec::len).sum(), empty: filled.refused })
}

fn wrong(dialect: &dyn Dialect, stage: &'static str, reason: impl ToString) -> ProofError {
    ProofError::Wrong {
        target: dialect.target(),
        stage,
        reason: reason.to_string(),
        statement: None,
        code: None,
        step: None,
    }
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

#[cfg(test)]
mod tests;
