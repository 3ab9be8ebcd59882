//! A live database against what the migrations that are applied to it make: what `db:drift` shows.

mod checked;
mod lift;

use strobila::dialect::{DatabaseError, Dialect, Session, Unit, Unsupported};
use strobila::operation::{Operation, Plan, Refusal, apply_all};
use strobila::schema::{Name, Schema};

use crate::compare::{keep_named, renames, with_spellings};
use crate::config::Pattern;
use crate::decide::{Flags, Undecided, down_fills};
use crate::diff::{Renames, diff};
use crate::live::{keep_unsaid, related, settle};
use crate::plan::{PlanError, one_way, set_fills};
use crate::questioner::Question;
use crate::subject::subjects;

pub use lift::Unsaid;

/// What was changed in a database without a migration.
#[derive(Debug, Clone)]
pub struct Drift {
    /// From what the migrations make to what is there, both normalised. What is ignored is on both sides.
    pub plan: Plan,
    /// What the config says to ignore, and was found.
    pub ignored: Vec<String>,
    /// Patterns that took nothing.
    pub idle: Vec<Pattern>,
    /// Drops that may be renames, each with the flag that says so.
    pub maybe_renames: Vec<Question>,
    /// Tables of the database that no applied migration made: they are not compared.
    pub unknown: Vec<String>,
    renames: Renames,
    ignored_operations: Vec<Operation>,
}

/// Why a database cannot be compared with its migrations.
#[derive(Debug, thiserror::Error)]
pub enum DriftError {
    /// What the target cannot do.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Unsupported(Vec<Unsupported>),
    /// A flag that names nothing.
    #[error(transparent)]
    Undecided(#[from] Undecided),
    /// What is ignored leans on what is not.
    #[error("`drift.ignore` takes {taken}, and it cannot stand without the rest: {refusal}")]
    Ignored {
        /// What the patterns take.
        taken: String,
        /// What something else needs of it.
        refusal: Refusal,
    },
    /// A server failed.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// A bug of ours.
    #[error("{0}")]
    Bug(String),
}

/// Compares a live schema with a portable one that the applied migrations make. `flags` may name renames, old
/// names left.
///
/// Nothing is written. Tables that `made` does not name are left out.
///
/// # Errors
/// [`DriftError`].
pub async fn drift(
    session: &mut dyn Session,
    live: &Schema,
    made: &Schema,
    flags: &Flags,
    ignore: &[Pattern],
) -> Result<Drift, DriftError> {
    let dialect = session.dialect();
    let mut wanted = dialect.normalize(made).map_err(DriftError::Unsupported)?;
    let flags = match dialect.folds_columns() {
        true => &with_spellings(flags, &wanted, live, dialect),
        false => flags,
    };
    let mut next = live.clone();
    let unknown = keep_named(&mut next, &wanted, flags);
    keep_used_enums(&mut next, live);
    let (renames, mut maybe_renames) = renames(&wanted, &next, flags)?;
    keep_unsaid(dialect, &next, &mut wanted, &renames.inverse());
    let next = settle(session, &next, &wanted).await?;
    let mut plan = between(dialect, &wanted, &next, &renames);
    let (mut ignored, mut ignored_operations): (Vec<String>, _) = (Vec::new(), Vec::new());
    let mut idle: Vec<Pattern> = ignore.to_vec();
    for (subject, operation) in subjects(&plan.operations).iter().zip(&plan.operations) {
        let name = subject.path();
        if ignore.iter().any(|pattern| pattern.matches(&name)) {
            idle.retain(|pattern| !pattern.matches(&name));
            if !ignored.contains(&name) {
                ignored.push(name);
            }
            ignored_operations.push(operation.clone());
        }
    }
    if !ignored_operations.is_empty() {
        let taken = ignored.join(", ");
        apply_all(&mut wanted, &ignored_operations)
            .map_err(|refusal| DriftError::Ignored { taken, refusal })?;
        plan = between(dialect, &wanted, &next, &renames);
    }
    maybe_renames.retain(|question| !ignored.contains(&question.subject));
    Ok(Drift { plan, ignored, idle, maybe_renames, unknown, renames, ignored_operations })
}

/// The way back from what is live.
#[derive(Debug, Clone)]
pub struct Back {
    /// From what is live to what the migrations make.
    pub plan: Plan,
    /// Its statements.
    pub units: Vec<Unit>,
    /// Required columns that come back while nothing says what rows get.
    pub hopeless: Vec<String>,
    /// Columns whose values no database converts back by itself.
    pub one_way: Vec<String>,
}

impl Drift {
    /// The name that a live table has in the migrations.
    pub fn table_before<'a>(&'a self, name: &'a Name) -> &'a Name {
        self.renames.tables.get(name).unwrap_or(name)
    }

    /// The name that a live enum has in the migrations.
    pub fn enum_before<'a>(&'a self, name: &'a Name) -> &'a Name {
        self.renames.enums.get(name).unwrap_or(name)
    }

    /// What leads back to what the migrations make.
    ///
    /// # Errors
    /// What the database cannot do.
    pub fn back(&self, dialect: &dyn Dialect, flags: &Flags) -> Result<Back, DriftError> {
        let renames = self.renames.inverse();
        let mut plan = between(dialect, &self.plan.next, &self.plan.prev, &renames);
        let (fills, hopeless) = down_fills(&plan, flags);
        set_fills(&mut plan.operations, &fills, Some(dialect.target())).map_err(|error| match error {
            PlanError::Unsupported(list) => DriftError::Unsupported(list),
            other => DriftError::Bug(other.to_string()),
        })?;
        let one_way = one_way(&plan.operations);
        let units = dialect.render(&plan).map_err(|one| DriftError::Unsupported(vec![one]))?;
        Ok(Back { plan, units, hopeless, one_way })
    }
}

/// What leads from one schema to the other.
fn between(dialect: &dyn Dialect, prev: &Schema, next: &Schema, renames: &Renames) -> Plan {
    diff(&related(dialect, prev.clone(), next, renames), next, renames)
}

/// Enums that were made by hand, and that a column of a table that stays is of.
fn keep_used_enums(kept: &mut Schema, live: &Schema) {
    let used =
        kept.tables.values().flat_map(|table| &table.columns).filter_map(|column| column.ty.enum_name());
    let used: Vec<Name> = used.filter(|name| !kept.enums.contains_key(*name)).cloned().collect();
    for name in used {
        if let Some(item) = live.enums.get(&name) {
            kept.enums.insert(name, item.clone());
        }
    }
}
