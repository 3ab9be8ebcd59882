//! Mends rows of the history: never a table of the user's.

use super::Migrator;
use super::catalog::Catalog;
use super::choose::{place_of, written_for};
use super::planned::steps_on;
use super::run_id;
use super::status::State;
use super::view::View;
use crate::dialect::Session;
use crate::error::{Conflict, Error, Id};
use crate::history::{Detail, Entry, Record, RowState};
use crate::migration::Direction;

/// What becomes of a migration's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// All of it is in the database: one that stopped, whichever way, or one whose row was removed by hand.
    MarkApplied,
    /// Nothing of it is in the database: one that stopped, whichever way, or one whose row came by hand.
    MarkRolledBack,
    /// The row of a migration without a file goes; what it made stays.
    Remove,
    /// The file is right as it is now: its checksums and its way down are recorded.
    AcceptChecksum,
    /// The statement in doubt did not take effect: the next run begins with it.
    ResumeAt,
    /// The statement in doubt took effect: the next run begins behind it.
    ResumeAfter,
}

impl Repair {
    /// Its flag on the command line.
    pub fn flag(self) -> &'static str {
        match self {
            Repair::MarkApplied => "--mark-applied",
            Repair::MarkRolledBack => "--mark-rolled-back",
            Repair::Remove => "--remove",
            Repair::AcceptChecksum => "--accept-checksum",
            Repair::ResumeAt => "--resume at",
            Repair::ResumeAfter => "--resume after",
        }
    }

    /// Its word in the journal.
    fn event(self) -> &'static str {
        match self {
            Repair::MarkApplied => "marked_applied",
            Repair::MarkRolledBack => "marked_rolled_back",
            Repair::Remove => "removed",
            Repair::AcceptChecksum => "checksum_accepted",
            // What a run would have written, had it known.
            Repair::ResumeAt => "undone",
            Repair::ResumeAfter => "done",
        }
    }
}

/// What was found of a migration: what a repair must still find under the lock.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    /// None when only the database knows its module.
    state: Option<State>,
    has_row: bool,
    down_differs: bool,
    /// Whether the journal says otherwise than the history.
    differs: bool,
    recorded: Option<String>,
    /// The statement of which nobody knows whether it took effect, behind so many steps.
    doubt: Option<(usize, Detail)>,
}

impl Found {
    /// How it stands, in a phrase.
    fn phrase(&self) -> String {
        match (&self.state, self.differs) {
            (_, true) if self.has_row => "applied by the history alone, not by the journal".to_owned(),
            (_, true) => "applied by the journal alone, not by the history".to_owned(),
            (Some(State::Failed { step, of, .. }), _) => format!("failed at step {step} of {of}"),
            (Some(State::Applied), _) if self.down_differs => "applied, with another way down".to_owned(),
            (Some(state), _) => state.as_str().replace('_', " "),
            (None, _) => "of a module that only the database knows".to_owned(),
        }
    }

    /// Whether the repair makes sense, else the way on.
    fn allows(&self, repair: Repair, id: &Id) -> Result<(), String> {
        let is_failed = matches!(self.state, Some(State::Failed { .. }));
        let fits = match repair {
            Repair::MarkApplied | Repair::MarkRolledBack => is_failed || self.differs,
            Repair::ResumeAt | Repair::ResumeAfter => is_failed && self.doubt.is_some(),
            Repair::Remove => matches!(self.state, None | Some(State::Missing)) && self.has_row,
            Repair::AcceptChecksum => {
                !self.differs
                    && (self.state == Some(State::Edited)
                        || (self.state == Some(State::Applied) && self.down_differs))
            }
        };
        if fits { Ok(()) } else { Err(self.way_on(id)) }
    }

    fn way_on(&self, id: &Id) -> String {
        let repair = |flags: &str| format!("what fits it: db:repair {id} {flags} --reason \"…\"");
        if self.differs {
            return repair("--mark-applied, or --mark-rolled-back");
        }
        match &self.state {
            Some(State::Applied) if self.down_differs => repair("--accept-checksum"),
            Some(State::Applied) => format!(
                "nothing is to be mended; db:rollback {} takes the last migration of the module back",
                id.module
            ),
            Some(State::Ahead) => {
                format!(
                    "a newer release applied it, or its file was deleted; db:rollback {} takes it back with the \
                         stored way down",
                    id.module
                )
            }
            Some(State::Pending | State::OutOfOrder { .. }) => format!(
                "nothing of it is in the history: db:migrate runs it, db:baseline {id} marks it once the database is \
                 shown to hold it"
            ),
            Some(State::Failed { .. }) if self.doubt.is_some() => {
                repair("--resume at, --resume after, --mark-applied, or --mark-rolled-back")
            }
            Some(State::Failed { .. }) => format!(
                "no statement is in doubt: db:migrate (or db:rollback, on the way back) goes on where it stopped\n{}",
                repair("--mark-applied, or --mark-rolled-back")
            ),
            Some(State::Edited) => repair("--accept-checksum"),
            Some(State::Missing) | None => repair("--remove"),
        }
    }
}

/// How a migration stands.
///
/// # Errors
/// [`Error::UnknownModule`], [`Error::UnknownMigration`].
fn found(view: &View<'_>, id: &Id) -> Result<Found, Error> {
    let row = view.history.rows.iter().find(|row| row.id == *id);
    let is_it = |conflict: &Conflict| conflict.id() == id;
    let differs = view.disagreements().iter().any(is_it);
    let is_known = view.catalog.module(&id.module).is_some();
    let status = view.status();
    let mut migrations = status.modules.iter().filter(|module| module.module == id.module);
    let line = migrations.next().and_then(|module| module.migrations.iter().find(|one| one.name == id.name));
    if line.is_none() && row.is_none() && !differs {
        // Whoever mistypes it hears the nearest name.
        place_of(view, &id.module, &id.name)?;
    }
    Ok(Found {
        state: line.map(|line| line.state.clone()).or_else(|| is_known.then_some(State::Missing)),
        has_row: row.is_some(),
        down_differs: line.is_some_and(|line| line.down_differs),
        differs,
        recorded: row.map(|row| row.checksum_up.clone()),
        doubt: row.and_then(|row| Some((row.steps_done, row.trail.doubt.clone()?))),
    })
}

fn checked(view: &View<'_>, id: &Id, repair: Repair) -> Result<Found, Error> {
    let found = found(view, id)?;
    match found.allows(repair, id) {
        Ok(()) => Ok(found),
        Err(help) => Err(Error::NotRepairable { id: id.clone(), repair, is: found.phrase(), help }),
    }
}

impl Migrator {
    /// Mends the row of one migration, for a reason that the journal keeps with who did it. Runs no
    /// statement of a migration.
    ///
    /// # Errors
    /// [`Error::NotRepairable`] where it makes no sense, with what does; [`Error::NoReason`] without a reason;
    /// [`Error::Moved`] when another run changed the history meanwhile.
    pub(super) async fn repair_on(
        &self,
        session: &mut dyn Session,
        catalog: &Catalog,
        id: &Id,
        repair: Repair,
        reason: &str,
    ) -> Result<(), Error> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::NoReason { id: id.clone() });
        }
        let seen = checked(&super::commands::view(catalog, session).await?, id, repair)?;
        self.lock(session).await?;
        let done = self.repair_locked(session, catalog, id, repair, reason, &seen).await;
        super::commands::unlock(session).await;
        done
    }

    async fn repair_locked(
        &self,
        session: &mut dyn Session,
        catalog: &Catalog,
        id: &Id,
        repair: Repair,
        reason: &str,
        seen: &Found,
    ) -> Result<(), Error> {
        let run_id = run_id();
        let mut runner = self.runner(session, catalog, &run_id);
        loop {
            let view = runner.settled().await?;
            // Another run may have gone on with it, or mended it.
            if checked(&view, id, repair).ok().as_ref() != Some(seen) {
                return Err(Error::Moved { id: id.clone() });
            }
            if !runner.prepare(&view).await? {
                continue;
            }
            let writer = runner.writer();
            let at = runner.now();
            let place = catalog.place(&id.module, &id.name);
            let row = match (repair, place) {
                (Repair::MarkApplied, _) if seen.has_row => writer.keep(id),
                (Repair::MarkApplied, Some(place)) => {
                    let node = &catalog.nodes[place];
                    written_for(&view, node)?;
                    writer.insert_row(&Record {
                        module: node.module,
                        migration: &node.migration,
                        seq: runner.seq,
                        state: RowState::Applied,
                        steps: steps_on(&node.migration, Direction::Up, view.target).len(),
                        origin: "repair",
                        started_at: &at,
                        finished_at: Some(&at),
                        duration_ms: Some(0),
                    })
                }
                (Repair::MarkApplied, None) => {
                    let help = format!("restore {}.rs: without it its row cannot be written", id.name);
                    let is = seen.phrase();
                    return Err(Error::NotRepairable { id: id.clone(), repair, is, help });
                }
                (Repair::MarkRolledBack | Repair::Remove, _) => writer.delete(id),
                // The row stays as it is; the journal says where the next run begins.
                (Repair::ResumeAt | Repair::ResumeAfter, _) => String::new(),
                (Repair::AcceptChecksum, place) => {
                    let place = place.ok_or_else(|| Error::NotApplied { id: id.clone() })?;
                    writer.accept(id, &catalog.nodes[place].migration)
                }
            };
            let detail = match &self.labels.applied_by {
                Some(who) => format!("{who}: {reason}"),
                None => reason.to_owned(),
            };
            let (step, detail) = match (&seen.doubt, repair) {
                (Some((step, doubt)), Repair::ResumeAt | Repair::ResumeAfter) => {
                    (Some(*step), Detail { decided: Some(detail), ..doubt.clone() }.to_json())
                }
                _ => (None, detail),
            };
            let entry = Entry {
                at: &at,
                module: &id.module,
                name: Some(&id.name),
                event: repair.event(),
                step,
                detail: Some(&detail),
            };
            let text = row + &writer.journal(Some(runner.journal + 1), &entry);
            if runner.write_alone(&text).await? {
                return Ok(());
            }
        }
    }
}
