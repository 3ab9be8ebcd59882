//! Runs one migration after another on a locked session.
//!
//! Places left for later: a resume enters [`Runner::run`] behind the groups that `steps_done` counts;
//! a failpoint stands before and after each
//! of them.

mod attempts;
mod rows;
mod stop;

use std::time::{Duration, Instant};

use super::Migrator;
use super::catalog::Catalog;
use super::event::{Event, millis};
use super::planned::{Planned, PlannedStep};
use crate::dialect::{DatabaseError, DatabaseErrorKind, Observer, Session};
use crate::error::{Error, Id};
use crate::failpoint::{Point, reach};
use crate::history::{Entry, Record, RowState, Writer, rfc3339};
use crate::migration::{Direction, Migration};

/// The one that runs, on the connection that holds the lock.
pub(super) struct Runner<'a> {
    pub(super) migrator: &'a Migrator,
    pub(super) catalog: &'a Catalog,
    pub(super) session: &'a mut dyn Session,
    /// The session seen from a second connection, which is opened when a statement takes long.
    pub(super) observer: Option<Box<dyn Observer>>,
    pub(super) run_id: &'a str,
    /// The greatest journal number, as far as this run knows.
    pub(super) journal: i64,
    /// The number that the next migration gets.
    pub(super) seq: i64,
}

/// How a run of one migration ended, when it did not fail.
pub(super) enum Ran {
    /// It is in the database.
    Done(Duration),
    /// Nothing was done: another run changed the history. Plan again.
    Changed,
}

/// Why a group did not run to its end.
enum Trouble {
    /// The database refused, or is gone; at which step and statement.
    Database { error: DatabaseError, step: usize, statement: Option<String> },
    /// The transaction could not begin.
    Begin { error: DatabaseError, step: usize },
    /// A table is not what the step was planned against.
    Expectation { step: usize, name: String, expected: Vec<String>, found: Option<Vec<String>> },
    /// Another run changed the history.
    Changed,
    /// The run was stopped from outside; before which step, or at which statement of it.
    Cancelled { step: usize, statement: Option<String> },
}

/// One migration on its way.
struct Work<'p> {
    planned: &'p Planned,
    /// Its file, for the row of the way up.
    migration: Option<Migration<'static>>,
    seq: i64,
    started: Instant,
    started_at: String,
    /// Whether work and history row commit together.
    is_one_group: bool,
    /// Whether a row says that it runs.
    is_open: bool,
    is_announced: bool,
    /// How many steps are committed.
    committed: usize,
    /// How many statements of the step at work stay whatever becomes of it, since no transaction holds
    /// them; none when the server leaves it open.
    staying: Option<usize>,
}

impl Work<'_> {
    /// Whether nothing of it is in the database.
    fn is_undone(&self) -> bool {
        self.committed == 0 && self.staying == Some(0)
    }
}

impl Runner<'_> {
    pub(super) fn now(&self) -> String {
        rfc3339((self.migrator.clock)())
    }

    pub(super) fn writer(&self) -> Writer<'_> {
        Writer { dialect: self.session.dialect(), labels: &self.migrator.labels, run_id: self.run_id }
    }

    /// Runs a migration, one way.
    ///
    /// # Errors
    /// [`Error::Step`], [`Error::Expectation`], [`Error::Locked`]. The transaction is then rolled
    /// back, and what is committed is recorded.
    pub(super) async fn run(&mut self, planned: &Planned) -> Result<Ran, Error> {
        let groups: Vec<&[PlannedStep]> = planned.groups().collect();
        let is_one_group = match groups[..] {
            [] => true,
            [only] => !only.iter().any(PlannedStep::is_outside),
            _ => false,
        };
        let place = self.catalog.place(&planned.id.module, &planned.id.name);
        let mut work = Work {
            planned,
            migration: place.map(|place| self.catalog.nodes[place].migration),
            seq: self.seq,
            started: Instant::now(),
            started_at: self.now(),
            is_one_group,
            is_open: false,
            is_announced: false,
            committed: 0,
            staying: Some(0),
        };
        match self.run_groups(&mut work, &groups).await {
            Ok(()) => {}
            Err(Trouble::Changed) if !work.is_open => {
                let _ = self.session.rollback().await;
                return Ok(Ran::Changed);
            }
            Err(trouble) => return Err(self.stop(&work, trouble).await),
        }
        if planned.direction == Direction::Up {
            self.seq += 1;
        }
        let duration = work.started.elapsed();
        let (id, direction) = (planned.id.clone(), planned.direction);
        self.migrator.emit(Event::MigrationFinished { id, direction, duration });
        Ok(Ran::Done(duration))
    }

    async fn run_groups(&mut self, work: &mut Work<'_>, groups: &[&[PlannedStep]]) -> Result<(), Trouble> {
        self.check_wanted(work.committed)?;
        if work.is_one_group {
            return self.run_inside(work, groups.first().copied().unwrap_or_default()).await;
        }
        self.open(work).await?;
        for group in groups {
            self.check_wanted(work.committed)?;
            if group.iter().any(PlannedStep::is_outside) {
                self.run_outside(work, group).await?;
            } else {
                self.run_inside(work, group).await?;
            }
        }
        Ok(())
    }

    /// Commits a row that says the migration runs, before its first group.
    async fn open(&mut self, work: &mut Work<'_>) -> Result<(), Trouble> {
        self.begin(work, false).await?;
        let id = &work.planned.id;
        let (event, text) = match work.planned.direction {
            Direction::Up => ("started", self.record(work, RowState::Running, None)),
            Direction::Down => ("rolling_back", self.writer().turn_back(id)),
        };
        let text = text + &self.entry(id, event, None, None);
        self.write_and_commit(work, &text).await?;
        work.is_open = true;
        Ok(())
    }

    /// Runs a group in its transaction; the history is written in it.
    async fn try_inside(&mut self, work: &mut Work<'_>, steps: &[PlannedStep]) -> Result<(), Trouble> {
        self.begin(work, steps.iter().any(|step| step.rebuilds.is_some())).await?;
        for (at, step) in (work.committed..).zip(steps) {
            self.step(work, at, step).await?;
        }
        let text = self.written(work, steps.len());
        self.write_and_commit(work, &text).await?;
        work.committed += steps.len();
        Ok(())
    }

    /// Runs a group without a transaction, then writes the history in one.
    async fn run_outside(&mut self, work: &mut Work<'_>, steps: &[PlannedStep]) -> Result<(), Trouble> {
        for (at, step) in (work.committed..).zip(steps) {
            self.step(work, at, step).await?;
        }
        self.begin(work, false).await?;
        let text = self.written(work, steps.len());
        self.write_and_commit(work, &text).await?;
        work.committed += steps.len();
        work.staying = Some(0);
        Ok(())
    }

    /// Begins a transaction, and makes sure that the history is as this run knows it.
    async fn begin(&mut self, work: &mut Work<'_>, rebuilds: bool) -> Result<(), Trouble> {
        let step = work.committed;
        let begun = async {
            reach(Point::BeforeBegin).await?;
            self.begin_watched(work, step, rebuilds).await?;
            reach(Point::AfterBegin).await
        };
        begun.await.map_err(|error| Trouble::Begin { error, step })?;
        if !self.session.lock_outlasts_transactions() {
            let is_same = if work.is_open {
                self.is_still_ours(&work.planned.id).await
            } else {
                self.is_unchanged().await
            };
            let is_same = is_same.map_err(|error| Trouble::Database { error, step, statement: None })?;
            if !is_same {
                return Err(Trouble::Changed);
            }
        }
        if !std::mem::replace(&mut work.is_announced, true) {
            let Planned { id, direction, steps, .. } = work.planned;
            let (id, direction, steps) = (id.clone(), *direction, steps.len());
            self.migrator.emit(Event::MigrationStarted { id, direction, steps });
        }
        Ok(())
    }

    /// Whether no other run wrote since the history was read.
    pub(super) async fn is_unchanged(&mut self) -> Result<bool, DatabaseError> {
        let sql = self.writer().last_journal();
        Ok(self.number(&sql).await? == Some(self.journal))
    }

    /// Whether the row of a running migration is still ours. Others may have run other modules.
    async fn is_still_ours(&mut self, id: &Id) -> Result<bool, DatabaseError> {
        let sql = self.writer().still_ours(id);
        let last = self.number(&sql).await?;
        self.journal = last.unwrap_or(self.journal);
        Ok(last.is_some())
    }

    async fn number(&mut self, sql: &str) -> Result<Option<i64>, DatabaseError> {
        let rows = self.session.query(sql).await?;
        let cell = rows.into_iter().next().and_then(|row| row.into_iter().next()).flatten();
        Ok(cell.and_then(|text| text.parse().ok()))
    }

    async fn step(&mut self, work: &mut Work<'_>, at: usize, step: &PlannedStep) -> Result<(), Trouble> {
        let (id, of) = (work.planned.id.clone(), work.planned.steps.len());
        let title = step.title.to_string();
        self.migrator.emit(Event::StepStarted { id: id.clone(), step: at + 1, of, title });
        let started = Instant::now();
        self.check_expectations(at, step).await?;
        let trouble = |error, statement: Option<&str>| Trouble::Database {
            error,
            step: at,
            statement: statement.map(str::to_owned),
        };
        if let Some(table) = &step.rebuilds {
            let rebuilt = async {
                reach(Point::BeforeStatement).await?;
                self.rebuild(work, at, step, table).await?;
                reach(Point::AfterStatement).await
            };
            rebuilt.await.map_err(|error| trouble(error, None))?;
        } else {
            let dialect = self.session.dialect();
            for statement in &step.statements {
                self.check_wanted(at)?;
                reach(Point::BeforeStatement).await.map_err(|error| trouble(error, Some(statement)))?;
                let result = self.statement(work, at, step, statement).await;
                if step.is_outside() {
                    work.staying = match &result {
                        Ok(()) => work.staying.map(|statements| statements + 1),
                        Err(error) if error.is_refusal() && dialect.undoes(statement) => work.staying,
                        Err(_) => None,
                    };
                }
                result.map_err(|error| trouble(error, Some(statement)))?;
                reach(Point::AfterStatement).await.map_err(|error| trouble(error, Some(statement)))?;
            }
        }
        let duration = started.elapsed();
        self.migrator.emit(Event::StepFinished { id, step: at + 1, of, duration });
        Ok(())
    }

    /// Compares live columns with those the step was planned against, as sets, and what they hold with what
    /// the step says of them.
    async fn check_expectations(&mut self, at: usize, step: &PlannedStep) -> Result<(), Trouble> {
        for (name, columns) in &step.expects {
            let found = self.session.columns(name).await;
            let found = found.map_err(|error| Trouble::Database { error, step: at, statement: None })?;
            let expected = sorted(columns);
            if found.as_ref().is_none_or(|found| sorted(&found.join(",")) != expected) {
                let name = name.to_string();
                return Err(Trouble::Expectation { step: at, name, expected, found });
            }
        }
        let trouble = |error| Trouble::Database { error, step: at, statement: None };
        let refused = |message: String, help: &str| {
            trouble(DatabaseError::new(DatabaseErrorKind::Statement, message).with_help(help))
        };
        let statements: Vec<&str> = step.statements.iter().map(AsRef::as_ref).collect();
        let touched = self.session.touched(&statements).await.map_err(trouble)?;
        if let Some(first) = touched.first() {
            let column = first.rsplit('.').next().unwrap_or(first);
            return Err(refused(
                format!("this step's UPDATE would set {} to this moment: ON UPDATE", touched.join(", ")),
                &format!(
                    "to keep the values, write `{column}` = `{column}` behind SET in the migration file"
                ),
            ));
        }
        if step.expects.is_empty() {
            return Ok(());
        }
        let lost = self.session.overwritten(&statements).await.map_err(trouble)?;
        if lost.is_empty() {
            return Ok(());
        }
        Err(refused(
            format!("this step writes a column's whole definition, and would take away {}", lost.join(", ")),
            "to keep it, write it into the definition in the migration file; to let it go, leave `expects` out of \
             the step",
        ))
    }

    /// What is written with the steps that just ran: the end of the migration, or how far it is.
    fn written(&self, work: &Work<'_>, steps: usize) -> String {
        let (id, of) = (&work.planned.id, work.planned.steps.len());
        let done = work.committed + steps;
        let writer = self.writer();
        let (text, event) = match (work.planned.direction, done == of) {
            (Direction::Up, true) if work.is_one_group => {
                (self.record(work, RowState::Applied, Some(&self.now())), "applied")
            }
            (Direction::Up, true) => {
                (writer.finish(id, of, &self.now(), millis(work.started.elapsed())), "applied")
            }
            (Direction::Down, true) => (writer.delete(id), "rolled_back"),
            (Direction::Up, false) => (writer.progress(id, RowState::Running, done), "step"),
            (Direction::Down, false) => (writer.progress(id, RowState::RollingBack, done), "step"),
        };
        text + &self.entry(id, event, Some(done), None)
    }

    fn record(&self, work: &Work<'_>, state: RowState, finished_at: Option<&str>) -> String {
        let migration = work.migration.expect("a way up is planned from a file alone");
        self.writer().insert_row(&Record {
            module: &work.planned.id.module,
            migration: &migration,
            seq: work.seq,
            state,
            steps: work.planned.steps.len(),
            origin: "file",
            started_at: &work.started_at,
            finished_at,
            duration_ms: finished_at.map(|_| millis(work.started.elapsed())),
        })
    }

    fn entry(&self, id: &Id, event: &str, step: Option<usize>, detail: Option<&str>) -> String {
        let (at, name) = (self.now(), Some(id.name.as_str()));
        let entry = Entry { at: &at, module: &id.module, name, event, step, detail };
        self.writer().journal(Some(self.journal + 1), &entry)
    }

    async fn write_and_commit(&mut self, work: &Work<'_>, text: &str) -> Result<(), Trouble> {
        // What fails here fails behind the group's last step: a deferred constraint, for one.
        let step = work.planned.steps.len().saturating_sub(1);
        let written = async {
            reach(Point::BeforeRow).await?;
            self.session.execute(text).await?;
            reach(Point::AfterRow).await?;
            reach(Point::BeforeCommit).await?;
            self.session.commit().await?;
            reach(Point::AfterCommit).await
        };
        written.await.map_err(|error| Trouble::Database { error, step, statement: None })?;
        self.journal += 1;
        Ok(())
    }
}

fn sorted(columns: &str) -> Vec<String> {
    let mut columns: Vec<String> = columns.split(',').map(|name| name.trim().to_owned()).collect();
    columns.sort_unstable();
    columns
}
