//! Proves the migrations of a project one after the other on one scratch database.

use std::collections::BTreeSet;

use strobila::Target;
use strobila::dialect::{Dialect, Session};
use strobila::migration::{Direction, Down, Migration};
use strobila::migrator::steps_on;
use strobila::operation::{Applier, Operation};
use strobila::schema::{Column, Name, Schema};

use crate::diff::{Renames, diff};
use crate::fold::{Chain, Entry, FoldError, operations, sorted};
use crate::proof::{Case, ProofError, Proven, advance, prove_in_place};

/// Why a project is not proven.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The operations of a file do not fit.
    #[error(transparent)]
    Fold(#[from] FoldError),
    /// A migration does not do what it says.
    #[error("{module}/{migration} {source}")]
    Proof {
        /// The module.
        module: String,
        /// The migration.
        migration: String,
        /// What went wrong.
        source: ProofError,
    },
    /// What a target cannot do.
    #[error("{module}/{migration}: {reason}")]
    Unsupported {
        /// The module.
        module: String,
        /// The migration.
        migration: String,
        /// What it cannot do.
        reason: String,
    },
}

/// One migration that was proven.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The module.
    pub module: String,
    /// The migration.
    pub migration: String,
    /// The database.
    pub target: Target,
    /// What the proof showed.
    pub proven: Proven,
}

/// Runs every migration on an empty scratch database, in order; those that `is_wanted` names (module and
/// migration) are proven up, down and up with rows, the others only run. `told` hears of each one proven.
///
/// # Errors
/// [`VerifyError`] at the first that fails.
pub async fn verify(
    chains: &[Chain<'static>],
    session: &mut dyn Session,
    is_wanted: impl Fn(&str, &str) -> bool,
    mut told: impl FnMut(Verified),
) -> Result<(), VerifyError> {
    let dialect = session.dialect();
    let target = dialect.target();
    let order = sorted(chains)?;
    let mut ahead = Follower::new(dialect);
    // Rows stay, so they must fit what later migrations bring.
    let (mut all, mut models) = (Row::default(), Row::default());
    for entry in &order {
        all.push(ahead.follow(entry)?);
        models.push(operations(entry.module, entry.migration)?);
    }
    let mut follower = Follower::new(dialect);
    for (at, entry) in order.iter().enumerate() {
        let (module, migration) = (entry.module, entry.migration);
        let (prev, portable) = (follower.schema.clone(), follower.applier.schema().clone());
        follower.follow(entry)?;
        let in_migration = |source| VerifyError::Proof {
            module: module.to_owned(),
            migration: migration.name.to_owned(),
            source,
        };
        let down = match migration.down {
            Down::Irreversible { .. } => None,
            Down::Exact | Down::Lossy { .. } => Some(steps_on(migration, Direction::Down, target)),
        };
        let case = Case {
            prev: &prev,
            next: &follower.schema,
            portable: &portable,
            operations: all.of(at),
            coming: all.from(at),
            models: models.from(at),
            up: steps_on(migration, Direction::Up, target),
            down,
            is_exact: migration.down == Down::Exact,
            is_by_hand: true,
        };
        if is_nothing(migration) {
            continue;
        }
        if is_wanted(module, migration.name) {
            let proven = prove_in_place(session, &case).await.map_err(in_migration)?;
            let (module, migration) = (module.to_owned(), migration.name.to_owned());
            told(Verified { module, migration, target, proven });
        } else {
            advance(session, &case).await.map_err(in_migration)?;
        }
    }
    Ok(())
}

/// The operations of all migrations, one after the other.
#[derive(Default)]
struct Row {
    all: Vec<Operation>,
    /// Where those of each migration end.
    ends: Vec<usize>,
}

impl Row {
    fn push(&mut self, operations: Vec<Operation>) {
        self.all.extend(operations);
        self.ends.push(self.all.len());
    }

    fn start(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.ends[before])
    }

    /// Those of one migration.
    fn of(&self, at: usize) -> &[Operation] {
        &self.all[self.start(at)..self.ends[at]]
    }

    /// The same, and those of all that follow.
    fn from(&self, at: usize) -> &[Operation] {
        &self.all[self.start(at)..]
    }
}

/// Whether there is nothing to prove: a migration that has nothing to do on this target.
fn is_nothing(migration: &Migration<'_>) -> bool {
    migration.up.is_empty() && migration.down_steps.is_empty() && migration.operations.trim().is_empty()
}

/// Follows the migrations without a database.
struct Follower {
    dialect: &'static dyn Dialect,
    applier: Applier,
    /// Where they have led so far, normalised.
    schema: Schema,
}

impl Follower {
    fn new(dialect: &'static dyn Dialect) -> Self {
        Follower { dialect, applier: Applier::default(), schema: Schema::default() }
    }

    /// Goes on by one migration; what it does, in operations of the target.
    fn follow(&mut self, entry: &Entry<'_>) -> Result<Vec<Operation>, VerifyError> {
        let (module, migration) = (entry.module, entry.migration);
        let operations = operations(module, migration)?;
        // A table that changes its module is where it was in the database.
        let changes = operations.iter().enumerate().filter(|(_, operation)| !changes_hands(operation));
        for (at, operation) in changes {
            self.applier.apply(operation).map_err(|refusal| FoldError::Refused {
                module: module.to_owned(),
                migration: migration.name.to_owned(),
                line: at + 1,
                refusal,
            })?;
        }
        let next = normalized(self.dialect, self.applier.schema(), module, migration)?;
        let prev = std::mem::replace(&mut self.schema, next);
        // The names that were given say which columns and tables are the same.
        let mut own = diff(&prev, &self.schema, &Renames::of(&operations)).operations;
        own.extend(self.kept_alike(&operations, &own));
        Ok(own)
    }

    /// Changes of columns that the target keeps as they were, while their values become others: both types are
    /// one type there, or the enum is text.
    fn kept_alike(&self, portable: &[Operation], own: &[Operation]) -> Vec<Operation> {
        let mut columns: BTreeSet<(&Name, &str)> = BTreeSet::new();
        for operation in portable {
            match operation {
                Operation::AlterColumn { table, to, .. } => {
                    columns.insert((table, &to.name));
                }
                Operation::RenameEnumValue { name, .. } => {
                    let tables = self.applier.schema().tables.values();
                    columns.extend(tables.flat_map(|table| {
                        let of_it = |column: &&Column| column.ty.enum_name() == Some(name);
                        table.columns.iter().filter(of_it).map(|column| (&table.name, column.name.as_str()))
                    }));
                }
                _ => {}
            }
        }
        let is_there = |name: &Name, column: &str| {
            own.iter().any(|operation| {
                matches!(operation, Operation::AlterColumn { table, to, .. } if table == name && to.name == column)
            })
        };
        let kept = columns.into_iter().filter(|(table, column)| !is_there(table, column));
        let changes = kept.filter_map(|(table, column)| {
            let column = self.schema.tables.get(table)?.column(column)?.clone();
            let table = table.clone();
            Some(Operation::AlterColumn { table, from: column.clone(), to: column, fill: None, using: None })
        });
        changes.collect()
    }
}

fn changes_hands(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::ReleaseTable { .. }
            | Operation::AdoptTable { .. }
            | Operation::ReleaseEnum { .. }
            | Operation::AdoptEnum { .. }
    )
}

fn normalized(
    dialect: &dyn Dialect,
    schema: &Schema,
    module: &str,
    migration: &Migration<'_>,
) -> Result<Schema, VerifyError> {
    dialect.normalize(schema).map_err(|list| VerifyError::Unsupported {
        module: module.to_owned(),
        migration: migration.name.to_owned(),
        reason: list.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    })
}

#[cfg(test)]
mod tests;
