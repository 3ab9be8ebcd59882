//! Tries again what another session's lock kept from running.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::Duration;

use super::super::event::Event;
use super::super::planned::PlannedStep;
use super::super::watch::Watch;
use super::{Runner, Trouble, Work};
use crate::dialect::{DatabaseError, DatabaseErrorKind, Limits};
use crate::migration::Timeout;

/// The pause before the second attempt; each that follows is twice as long, up to the greatest.
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST: Duration = Duration::from_secs(15);

/// What one transaction holds.
#[derive(Clone, Copy)]
enum Group<'a> {
    Steps(&'a [PlannedStep]),
    Statement(&'a PlannedStep, &'a str),
}

impl Runner<'_> {
    /// Runs a group in its transaction, and again from its beginning when a lock was not to be had.
    pub(super) async fn run_inside(
        &mut self,
        work: &mut Work<'_>,
        steps: &[PlannedStep],
    ) -> Result<(), Trouble> {
        self.run_group(work, Group::Steps(steps)).await
    }

    /// Runs a statement in one transaction with the row that records it, and again when a lock was not to be
    /// had.
    pub(super) async fn run_recorded(
        &mut self,
        work: &mut Work<'_>,
        step: &PlannedStep,
        sql: &str,
    ) -> Result<(), Trouble> {
        self.run_group(work, Group::Statement(step, sql)).await
    }

    async fn run_group(&mut self, work: &mut Work<'_>, group: Group<'_>) -> Result<(), Trouble> {
        for attempt in 1.. {
            let tried = match group {
                Group::Steps(steps) => self.try_inside(work, steps).await,
                Group::Statement(step, sql) => self.try_recorded(work, step, sql).await,
            };
            match tried {
                Err(Trouble::Database { error, step, statement })
                    if self.is_worth_another(&error, attempt) =>
                {
                    if self.session.rollback().await.is_err() {
                        return Err(Trouble::Database { error, step, statement });
                    }
                    self.pause(work, step, attempt, error.message).await;
                    self.check_wanted(step)?;
                }
                result => return result,
            }
        }
        Ok(())
    }

    /// Whether an attempt that ended so is followed by another.
    pub(super) fn is_worth_another(&self, error: &DatabaseError, attempt: u32) -> bool {
        error.kind == DatabaseErrorKind::Locked && attempt < self.migrator.attempts
    }

    /// Says that there will be another attempt, and waits for a time that no two runs share.
    pub(super) async fn pause(&mut self, work: &Work<'_>, step: usize, attempt: u32, reason: String) {
        let longest = PAUSE.saturating_mul(1 << attempt.min(10)).min(LONGEST);
        // Between a half of it and all of it. The standard library seeds its hashers at random.
        let random = RandomState::new().build_hasher().finish() % 1_000;
        let pause = longest / 2 + longest.mul_f64(random as f64 / 2_000.0);
        self.migrator.emit(Event::Retrying {
            id: work.planned.id.clone(),
            step: step + 1,
            of: work.planned.steps.len(),
            attempt: attempt + 1,
            attempts: self.migrator.attempts,
            pause,
            reason,
            blocker: self.seen.take(),
        });
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.migrator.cancel.cancelled() => {}
        }
    }

    /// Fails when the run is to stop.
    pub(super) fn check_wanted(&self, step: usize) -> Result<(), Trouble> {
        match self.migrator.cancel.is_cancelled() {
            true => Err(Trouble::Cancelled { step, statement: None }),
            false => Ok(()),
        }
    }

    /// Runs one statement of a step in a transaction: with the limits that hold for it, and under watch.
    ///
    /// # Errors
    /// Those of the session.
    pub(super) async fn statement(
        &mut self,
        work: &Work<'_>,
        at: usize,
        step: &PlannedStep,
        sql: &str,
    ) -> Result<(), DatabaseError> {
        let limits = self.limits(step, false);
        self.session.limit(limits).await?;
        let (watch, session) = self.watch(work, at, limits);
        watch.over(session.execute(sql)).await
    }

    /// Runs one statement that no transaction holds, as [`statement`](Self::statement) does, with what is
    /// noted before it; and again when a lock was not to be had.
    ///
    /// # Errors
    /// Those of the last attempt.
    pub(super) async fn statement_noted(
        &mut self,
        work: &Work<'_>,
        step: &PlannedStep,
        note: &str,
        sql: &str,
    ) -> Result<(), DatabaseError> {
        let (dialect, at) = (self.session.dialect(), work.place.steps);
        for attempt in 1.. {
            let is_patient = dialect.is_patient(sql);
            let limits = self.limits(step, is_patient);
            self.session.limit(limits).await?;
            if is_patient {
                self.clear_remains(work, at, sql).await?;
            }
            let (watch, session) = self.watch(work, at, limits);
            // It is noted once.
            let ran = if attempt == 1 { session.execute_noted(note, sql) } else { session.execute(sql) };
            match watch.over(ran).await {
                Err(error)
                    if (is_patient || dialect.undoes(sql)) && self.is_worth_another(&error, attempt) =>
                {
                    self.pause(work, at, attempt, error.message.clone()).await;
                    if self.migrator.cancel.is_cancelled() {
                        return Err(error);
                    }
                }
                Ok(()) if is_patient => return self.session.check_made(sql).await,
                result => return result,
            }
        }
        Ok(())
    }

    /// Runs the statements of a table rebuild as one.
    ///
    /// # Errors
    /// Those of the session.
    pub(super) async fn rebuild(
        &mut self,
        work: &Work<'_>,
        at: usize,
        step: &PlannedStep,
        table: &str,
    ) -> Result<(), DatabaseError> {
        let statements: Vec<&str> = step.statements.iter().map(AsRef::as_ref).collect();
        let limits = self.limits(step, false);
        self.session.limit(limits).await?;
        let (watch, session) = self.watch(work, at, limits);
        watch.over(session.rebuild(table, &statements)).await
    }

    /// Begins a transaction, under watch: where it is the lock, it waits for its turn.
    ///
    /// # Errors
    /// Those of the session.
    pub(super) async fn begin_watched(
        &mut self,
        work: &Work<'_>,
        at: usize,
        rebuilds: bool,
    ) -> Result<(), DatabaseError> {
        let limits = Limits { statement: None, ..self.migrator.limits };
        let turn = (!self.session.lock_outlasts_transactions()).then_some(self.migrator.wait);
        let (watch, session) = self.watch(work, at, limits);
        Watch { turn, ..watch }.over(session.begin(rebuilds)).await
    }

    async fn clear_remains(&mut self, work: &Work<'_>, at: usize, sql: &str) -> Result<(), DatabaseError> {
        if let Some(what) = self.session.clear_remains(sql).await? {
            let id = work.planned.id.clone();
            self.migrator.emit(Event::Cleared { id, step: at + 1, of: work.planned.steps.len(), what });
        }
        Ok(())
    }

    /// What holds for a statement of a step: its file's word, else the environment's. What nobody waits behind
    /// may wait as long as it takes, unless its file says otherwise.
    fn limits(&self, step: &PlannedStep, is_patient: bool) -> Limits {
        let of_environment = self.migrator.limits;
        let lock = if is_patient { None } else { of_environment.lock };
        Limits {
            lock: step.timeouts.lock.map_or(lock, Timeout::after),
            statement: step.timeouts.statement.map_or(of_environment.statement, Timeout::after),
        }
    }

    fn watch<'s>(
        &'s mut self,
        work: &'s Work<'_>,
        at: usize,
        limits: Limits,
    ) -> (Watch<'s>, &'s mut dyn crate::dialect::Session) {
        let watch = Watch {
            migrator: self.migrator,
            observer: &mut self.observer,
            seen: &mut self.seen,
            limits,
            keeps_limit: self.session.keeps_statement_limit(),
            id: &work.planned.id,
            turn: None,
            step: at + 1,
            of: work.planned.steps.len(),
        };
        (watch, &mut *self.session)
    }
}
