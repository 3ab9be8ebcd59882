//! Runs one migration after another on a locked session, each from where it stopped.

mod attempts;
mod doubt;
mod foresee;
mod outside;
mod place;
pub(super) mod resume;
mod rows;
mod stop;

use std::time::{Duration, Instant};

use super::Migrator;
use super::catalog::Catalog;
use super::event::{Event, millis};
use super::planned::{self, Planned, PlannedStep};
use crate::dialect::{Blocker, DatabaseError, DatabaseErrorKind, Observer, Session};
use crate::error::{Error, Id};
use crate::failpoint::{Point, reach};
use crate::history::{Detail, Entry, Record, RowState, Writer, rfc3339};
use crate::migration::{Direction, Migration};
use crate::operation::Operation;
use place::Place;

/// The one that runs, on the connection that holds the lock.
pub(super) struct Runner<'a> {
    pub(super) migrator: &'a Migrator,
    pub(super) catalog: &'a Catalog,
    pub(super) session: &'a mut dyn Session,
    /// The session seen from a second connection, which is opened when a statement takes long.
    pub(super) observer: Option<Box<dyn Observer>>,
    /// Who was last seen in the way of a statement.
    pub(super) seen: Option<Blocker>,
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
    /// Nothing tells whether the next statement of that step took effect.
    Doubt { step: usize },
    /// It took effect, and the file has another one there now.
    ChangedInDoubt { step: usize },
    /// Another run changed the history.
    Changed,
    /// The run was stopped from outside; before which step, or at which statement of it.
    Cancelled { step: usize, statement: Option<String> },
}

impl Trouble {
    fn of_statement(error: DatabaseError, work: &Work<'_>, sql: &str) -> Trouble {
        Trouble::Database { error, step: work.place.steps, statement: Some(sql.to_owned()) }
    }
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
    /// What is in.
    place: Place,
    /// Whether it is left open what became of the statement after it.
    is_in_doubt: bool,
    /// Whether that statement is noted as begun.
    is_noted: bool,
    /// Whether the place is still to be recorded.
    is_due: bool,
}

impl Work<'_> {
    /// Whether nothing of it is in the database.
    fn is_undone(&self) -> bool {
        self.place.steps == 0 && self.staying() == Some(0)
    }

    /// How many statements of the step at work stay whatever becomes of it; none when that is left open.
    fn staying(&self) -> Option<usize> {
        (!self.is_in_doubt).then_some(self.place.statements)
    }

    /// Goes on to a place.
    fn arrive(&mut self, place: Place) {
        self.place = place;
        (self.is_in_doubt, self.is_noted) = (false, false);
    }

    /// What the migration means; nothing without its file.
    fn operations(&self) -> Vec<Operation> {
        let lines = self.migration.map_or("", |migration| migration.operations).lines();
        lines.filter_map(|line| serde_json::from_str(line).ok()).collect()
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
        let place = self.catalog.place(&planned.id.module, &planned.id.name);
        let mut work = Work {
            planned,
            migration: place.map(|place| self.catalog.nodes[place].migration),
            seq: self.seq,
            started: Instant::now(),
            started_at: self.now(),
            is_one_group: planned.resumes.is_none() && planned.is_one_group(),
            is_open: false,
            is_announced: false,
            place: Place::default(),
            is_in_doubt: false,
            is_noted: false,
            is_due: false,
        };
        match self.run_groups(&mut work).await {
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

    async fn run_groups(&mut self, work: &mut Work<'_>) -> Result<(), Trouble> {
        let planned = work.planned;
        self.check_wanted(0)?;
        if work.is_one_group {
            return self.run_inside(work, &planned.steps).await;
        }
        match &planned.resumes {
            None => {
                self.foresee(work).await?;
                self.open(work).await?;
            }
            Some(resume) => {
                self.take_up(work, resume).await?;
                // Nothing may be left to run, but its end was not written.
                work.is_due = work.place.steps == planned.steps.len();
            }
        }
        // A step that is partly in goes on by itself, whatever its neighbours are.
        while let Some(group) = planned::groups(&planned.steps[work.place.steps..]).next() {
            self.check_wanted(work.place.steps)?;
            match group {
                [step, ..] if work.place.statements > 0 || step.is_outside() => {
                    self.run_outside(work, step).await?;
                }
                group => self.run_inside(work, group).await?,
            }
        }
        self.flush(work).await
    }

    /// Commits a row that says the migration runs, before its first group.
    async fn open(&mut self, work: &mut Work<'_>) -> Result<(), Trouble> {
        self.begin(work, false).await?;
        let id = &work.planned.id;
        let (event, text) = match work.planned.direction {
            Direction::Up => ("started", self.record(work, RowState::Running, None)),
            Direction::Down => ("rolling_back", self.writer().turn_back(id)),
        };
        let entry = self.noted(id, event, Some(0), &Detail::default());
        self.write_and_commit(work, &(text + &entry)).await?;
        work.is_open = true;
        Ok(())
    }

    /// Runs a group in its transaction; the history is written in it.
    async fn try_inside(&mut self, work: &mut Work<'_>, steps: &[PlannedStep]) -> Result<(), Trouble> {
        self.flush(work).await?;
        self.begin(work, steps.iter().any(|step| step.rebuilds.is_some())).await?;
        let mut place = work.place.clone();
        for step in steps {
            self.step(work, place.steps, step).await?;
            place.step(step);
        }
        let text = self.said(work, &place);
        self.write_and_commit(work, &text).await?;
        work.arrive(place);
        Ok(())
    }

    /// Begins a transaction, and makes sure that the history is as this run knows it.
    async fn begin(&mut self, work: &mut Work<'_>, rebuilds: bool) -> Result<(), Trouble> {
        let step = work.place.steps;
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

    /// Runs a step inside the transaction of its group.
    async fn step(&mut self, work: &mut Work<'_>, at: usize, step: &PlannedStep) -> Result<(), Trouble> {
        let started = self.step_started(work, at, step);
        self.check_expectations(at, step, false).await?;
        if let Some(table) = &step.rebuilds {
            let rebuilt = async {
                reach(Point::BeforeStatement).await?;
                self.rebuild(work, at, step, table).await?;
                reach(Point::AfterStatement).await
            };
            rebuilt.await.map_err(|error| Trouble::Database { error, step: at, statement: None })?;
        } else {
            for sql in &step.statements {
                self.check_wanted(at)?;
                let ran = async {
                    reach(Point::BeforeStatement).await?;
                    self.statement(work, at, step, sql).await?;
                    reach(Point::AfterStatement).await
                };
                let trouble = |error| Trouble::Database { error, step: at, statement: Some(sql.to_string()) };
                ran.await.map_err(trouble)?;
            }
        }
        self.step_finished(work, at, started);
        Ok(())
    }

    fn step_started(&self, work: &Work<'_>, at: usize, step: &PlannedStep) -> Instant {
        let (id, of) = (work.planned.id.clone(), work.planned.steps.len());
        let title = step.title.to_string();
        self.migrator.emit(Event::StepStarted { id, step: at + 1, of, title });
        Instant::now()
    }

    fn step_finished(&self, work: &Work<'_>, at: usize, started: Instant) {
        let (id, of) = (work.planned.id.clone(), work.planned.steps.len());
        self.migrator.emit(Event::StepFinished { id, step: at + 1, of, duration: started.elapsed() });
    }

    /// Compares live columns with those the step was planned against, as sets, and what they hold with what
    /// the step says of them.
    ///
    /// Of a step that is partly in, the tables are no longer what it was planned against.
    async fn check_expectations(
        &mut self,
        at: usize,
        step: &PlannedStep,
        is_partly_in: bool,
    ) -> Result<(), Trouble> {
        let expects = if is_partly_in { &[][..] } else { &step.expects };
        for (name, columns) in expects {
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
        if expects.is_empty() {
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

    /// What is written when the migration is at a place: how far it is, or its end.
    fn said(&mut self, work: &Work<'_>, place: &Place) -> String {
        let (id, of) = (&work.planned.id, work.planned.steps.len());
        let state = match work.planned.direction {
            _ if place.steps == of => return self.finished(work),
            Direction::Up => RowState::Running,
            Direction::Down => RowState::RollingBack,
        };
        let detail = Detail { sum: Some(place.sum.text()), ..Detail::default() };
        if place.statements > 0 {
            let detail = Detail { statement: Some(place.statements), ..detail };
            return self.noted(id, "done", Some(place.steps), &detail);
        }
        self.noted(id, "step", Some(place.steps), &detail) + &self.writer().progress(id, state, place.steps)
    }

    /// What is written at the end of a migration.
    fn finished(&mut self, work: &Work<'_>) -> String {
        let (id, of) = (&work.planned.id, work.planned.steps.len());
        let (text, event) = match work.planned.direction {
            Direction::Up => (self.record(work, RowState::Applied, Some(&self.now())), "applied"),
            Direction::Down => (self.writer().delete(id), "rolled_back"),
        };
        text + &self.entry(id, event, Some(of), None)
    }

    fn record(&self, work: &Work<'_>, state: RowState, finished_at: Option<&str>) -> String {
        let migration = work.migration.expect("a way up is planned from a file alone");
        let record = Record {
            module: &work.planned.id.module,
            migration: &migration,
            seq: work.seq,
            state,
            steps: work.planned.steps.len(),
            origin: "file",
            started_at: &work.started_at,
            finished_at,
            duration_ms: finished_at.map(|_| millis(work.started.elapsed())),
        };
        match state {
            RowState::Applied if work.is_open => self.writer().finish(&record),
            _ => self.writer().insert_row(&record),
        }
    }

    /// A journal entry that says how far a migration of several transactions is.
    fn noted(&mut self, id: &Id, event: &str, step: Option<usize>, detail: &Detail) -> String {
        self.entry(id, event, step, Some(&detail.to_json()))
    }

    /// A journal entry with the next number, which is taken with it: the numbers have no gaps.
    fn entry(&mut self, id: &Id, event: &str, step: Option<usize>, detail: Option<&str>) -> String {
        self.journal += 1;
        let (at, name) = (self.now(), Some(id.name.as_str()));
        let entry = Entry { at: &at, module: &id.module, name, event, step, detail };
        self.writer().journal(Some(self.journal), &entry)
    }

    async fn write_and_commit(&mut self, work: &Work<'_>, text: &str) -> Result<(), Trouble> {
        // What fails here fails behind the group's last step: a deferred constraint, for one.
        let step = work.planned.steps.len().saturating_sub(1);
        let written = async {
            reach(Point::BeforeCommit).await?;
            self.session.commit_with(text).await?;
            reach(Point::AfterCommit).await
        };
        let Err(mut error) = written.await else { return Ok(()) };
        if error.kind == DatabaseErrorKind::ConnectionLost {
            match self.read_back().await {
                Some(true) => {
                    self.migrator.emit(Event::CommitReadBack { id: work.planned.id.clone() });
                    return Ok(());
                }
                Some(false) => error.help = Some("it was read back: the server had not committed".to_owned()),
                None => {}
            }
        }
        // Its one entry is not there, and the number is free again.
        self.journal -= 1;
        Err(Trouble::Database { error, step, statement: None })
    }
}

impl Runner<'_> {
    /// Whether the server committed what it was asked to when the connection was lost; none when it cannot be
    /// asked. This run has the lock again then: the session that was lost is at its end.
    async fn read_back(&mut self) -> Option<bool> {
        self.session.reopen().await.ok()?;
        self.session.lock(self.migrator.wait).await.ok()?;
        self.session.limit(self.migrator.limits).await.ok()?;
        self.observer = self.session.observer();
        let sql = self.writer().run_of(self.journal);
        let rows = self.session.query(&sql).await.ok()?;
        let run = rows.into_iter().flatten().flatten().next();
        Some(run.as_deref() == Some(self.run_id))
    }
}

fn sorted(columns: &str) -> Vec<String> {
    let mut columns: Vec<String> = columns.split(',').map(|name| name.trim().to_owned()).collect();
    columns.sort_unstable();
    columns
}
