//! What happens when a migration stops part of the way.

use super::super::choose::failure;
use super::super::event::Event;
use super::super::planned::Planned;
use super::{Runner, Trouble, Work, rows};
use crate::dialect::{DatabaseError, DatabaseErrorKind};
use crate::error::{Conflict, Error, StepFailure};
use crate::history::{Detail, Entry, RowState};
use crate::migration::Direction;

impl Runner<'_> {
    /// Rolls back, records what stays, and makes the error.
    pub(super) async fn stop(&mut self, work: &Work<'_>, trouble: Trouble) -> Error {
        let _ = self.session.rollback().await;
        let trouble = self.as_cancelled(trouble);
        let (is_lost, error) = self.explain(work, trouble);
        if !is_lost && !matches!(error, Error::Locked { .. } | Error::Moved { .. }) {
            // The first line: a statement is in the file already, and may hold data.
            let message = error.to_string();
            let mut message = message.lines().next().unwrap_or_default().to_owned();
            if let Error::Step { at, .. } = &error
                && let Some(staying) = at.what_stays()
            {
                message = format!("{message}; {staying}");
            }
            self.record_failure(work, &message).await;
        }
        if work.is_announced {
            let (id, direction) = (work.planned.id.clone(), work.planned.direction);
            let (committed, of) = (work.place.steps, work.planned.steps.len());
            self.migrator.emit(Event::MigrationFailed { id, direction, committed, of });
        }
        error
    }

    /// A statement that was ended since the run is to stop is no failure of its own.
    fn as_cancelled(&self, trouble: Trouble) -> Trouble {
        let is_ended = |error: &DatabaseError| {
            error.kind == DatabaseErrorKind::Canceled && self.migrator.cancel.is_cancelled()
        };
        match trouble {
            Trouble::Database { error, step, statement } if is_ended(&error) => {
                Trouble::Cancelled { step, statement }
            }
            Trouble::Begin { error, step } if is_ended(&error) => {
                Trouble::Cancelled { step, statement: None }
            }
            other => other,
        }
    }

    /// The error, and whether the connection is gone.
    fn explain(&self, work: &Work<'_>, trouble: Trouble) -> (bool, Error) {
        let at = |step: usize, statement: Option<&str>| {
            let planned = work.planned;
            let target = self.session.dialect().target();
            let mut at = match planned.steps.get(step) {
                Some(planned_step) => failure(planned, target, step, planned_step, statement),
                None => StepFailure {
                    id: planned.id.clone(),
                    direction: planned.direction,
                    target,
                    step: 0,
                    of: 0,
                    title: "it has no steps here".to_owned(),
                    statement: None,
                    committed: 0,
                    is_outside: false,
                    staying: None,
                },
            };
            at.committed = work.place.steps;
            at.is_outside &= work.staying() != Some(0);
            at.staying = work.staying();
            Box::new(at)
        };
        match trouble {
            Trouble::Begin { error, .. } if error.kind == DatabaseErrorKind::Locked && !work.is_open => {
                (false, Error::Locked { source: error, waited: self.migrator.wait })
            }
            Trouble::Begin { error, step } => {
                let is_lost = error.kind == DatabaseErrorKind::ConnectionLost;
                (is_lost, Error::Step { at: at(step, None), source: error })
            }
            Trouble::Database { mut error, step, statement } => {
                let is_lost = error.kind == DatabaseErrorKind::ConnectionLost;
                if let Some(query) = self.rows_in_the_way(work, step, statement.as_deref(), &error) {
                    let query = format!("these rows are in the way: {query}");
                    error.help =
                        Some(error.help.map_or_else(|| query.clone(), |help| format!("{help}\n{query}")));
                }
                (is_lost, Error::Step { at: at(step, statement.as_deref()), source: error })
            }
            Trouble::Expectation { step, name, expected, found } => {
                (false, Error::Expectation { at: at(step, None), name, expected, found })
            }
            Trouble::Doubt { step } => {
                let sql =
                    work.planned.steps.get(step).and_then(|step| step.statements.get(work.place.statements));
                let statement = work.place.statements + 1;
                (false, Error::InDoubt { at: at(step, sql.map(AsRef::as_ref)), statement })
            }
            Trouble::ChangedInDoubt { step } => {
                let Planned { id, direction, .. } = work.planned.clone();
                let statement = Some(work.place.statements + 1);
                let changed = Conflict::ChangedBelow { id, direction, step: step + 1, statement };
                (false, Error::History(vec![changed]))
            }
            Trouble::Changed => (false, Error::Moved { id: work.planned.id.clone() }),
            Trouble::Cancelled { step, statement } => {
                (false, Error::Cancelled { at: Some(at(step, statement.as_deref())) })
            }
        }
    }

    /// A query for the rows that break the rule which a way up brings.
    fn rows_in_the_way(
        &self,
        work: &Work<'_>,
        step: usize,
        statement: Option<&str>,
        error: &DatabaseError,
    ) -> Option<String> {
        work.migration.filter(|_| work.planned.direction == Direction::Up)?;
        let all = || work.planned.steps.get(step).map(|step| step.statements.join("\n")).unwrap_or_default();
        let text = statement.map_or_else(all, str::to_owned);
        rows::in_the_way(self.session.dialect(), &work.operations(), &text, error, work.is_undone())
    }

    /// Records a failure. When that fails too, the row still says how far the migration came, since
    /// each group wrote it.
    async fn record_failure(&mut self, work: &Work<'_>, message: &str) {
        let id = &work.planned.id;
        let (state, event) = match work.planned.direction {
            Direction::Up => (RowState::Failed, "failed"),
            Direction::Down => (RowState::RollbackFailed, "rollback_failed"),
        };
        let at = self.now();
        let (steps, statements) = (work.place.steps, work.place.statements);
        let (sum, next) = (Some(work.place.sum.text()), Some(statements + 1));
        // What no round trip has taken along yet.
        let due = (work.is_due && statements > 0)
            .then(|| ("done", Detail { statement: Some(statements), sum: sum.clone(), ..Detail::default() }))
            .or_else(|| work.is_due.then(|| ("step", Detail { sum, ..Detail::default() })));
        let undone = (work.is_noted && !work.is_in_doubt)
            .then(|| ("undone", Detail { statement: next, ..Detail::default() }));
        let noted = due.into_iter().chain(undone).map(|(event, detail)| (event, detail.to_json()));
        let writer = self.writer();
        let entries = noted.chain([(event, message.to_owned())]).map(|(event, detail)| {
            let (module, name) = (id.module.as_str(), Some(id.name.as_str()));
            let entry = Entry { at: &at, module, name, event, step: Some(steps), detail: Some(&detail) };
            writer.journal(None, &entry)
        });
        let row = match work.planned.direction {
            _ if !work.is_open => String::new(),
            // Nothing of it is in, so that it may simply run again.
            Direction::Up if work.is_undone() => writer.delete(id),
            Direction::Down if work.is_undone() => writer.keep(id),
            Direction::Up | Direction::Down => writer.progress(id, state, steps),
        };
        let text = row + &entries.collect::<String>();
        let written = async {
            self.session.begin(false).await?;
            self.session.execute(&text).await?;
            self.session.commit().await
        };
        if let Err(error) = written.await {
            tracing::warn!(migration = %id, %error, "the failure could not be recorded");
            let _ = self.session.rollback().await;
        }
    }
}
