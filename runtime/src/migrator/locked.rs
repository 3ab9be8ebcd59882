//! What happens under the lock: the history is made, read again and followed.

use std::time::{Duration, Instant};

use super::back::plan_back;
use super::catalog::Catalog;
use super::choose::choose;
use super::commands::report;
use super::event::Event;
use super::planned::{Done, Planned, Report};
use super::prove::{Prove, Proven, Wrote};
use super::run::{Ran, Runner};
use super::select::{RollbackTo, Selection};
use super::view::View;
use super::{Migrator, run_id};
use crate::Error;
use crate::dialect::{DatabaseError, DatabaseErrorKind, Session};
use crate::failpoint::{Point, reach};
use crate::history::{Entry, History, MIGRATIONS, read};
use crate::schema::Name;

/// How long a session polls for the lock before it looks whether it is to stop.
const SLICE: Duration = Duration::from_millis(500);

/// How often it is told who holds the lock.
const TELL: Duration = Duration::from_secs(10);

/// How often, and how many times, a migration that stands between its groups is looked at again
/// before it counts as left behind by a crash.
const LOOK_AGAIN: (Duration, usize) = (Duration::from_millis(100), 20);

impl Migrator {
    /// Takes the lock, and sets how long statements wait and run. Says so when it must wait, and then who
    /// holds it every ten seconds.
    pub(super) async fn lock(&self, session: &mut dyn Session) -> Result<(), Error> {
        reach(Point::BeforeLock).await.map_err(cannot_lock)?;
        self.take_lock(session).await?;
        session.limit(self.limits).await.map_err(cannot_lock)?;
        reach(Point::AfterLock).await.map_err(cannot_lock)
    }

    async fn take_lock(&self, session: &mut dyn Session) -> Result<(), Error> {
        let started = Instant::now();
        let mut told: Option<Instant> = None;
        loop {
            let left = self.wait.saturating_sub(started.elapsed());
            // The first attempt does not wait, so that who waits is told at once.
            let slice = if told.is_some() { left.min(SLICE) } else { Duration::ZERO };
            match session.lock(slice).await {
                Ok(()) => break,
                Err(error) if error.kind != DatabaseErrorKind::Locked => return Err(cannot_lock(error)),
                Err(error) if left.is_zero() => return Err(self.locked(error)),
                Err(error) => {
                    if told.is_none_or(|told| told.elapsed() >= TELL) {
                        told = Some(Instant::now());
                        let (holder, waited) = (error.message, started.elapsed());
                        self.emit(Event::Waiting { holder, waited, wait: self.wait });
                    }
                }
            }
            if self.cancel.is_cancelled() {
                return Err(Error::Cancelled { at: None });
            }
        }
        if !session.lock_outlasts_transactions() {
            // Each transaction waits for its turn as long.
            session.lock(self.wait).await.map_err(|error| self.not_locked(error))?;
        }
        Ok(())
    }

    fn not_locked(&self, error: DatabaseError) -> Error {
        if error.kind == DatabaseErrorKind::Locked { self.locked(error) } else { cannot_lock(error) }
    }

    fn locked(&self, source: DatabaseError) -> Error {
        Error::Locked { source, waited: self.wait }
    }

    fn not_begun(&self, error: DatabaseError) -> Error {
        if error.kind == DatabaseErrorKind::Locked { self.locked(error) } else { cannot_write(error) }
    }

    pub(super) fn runner<'a>(
        &'a self,
        session: &'a mut dyn Session,
        catalog: &'a Catalog,
        run_id: &'a str,
    ) -> Runner<'a> {
        let observer = session.observer();
        Runner { migrator: self, catalog, session, observer, seen: None, run_id, journal: 0, seq: 1 }
    }

    /// Runs what the selection means now. `ready` is what it meant before the lock was taken.
    pub(super) async fn migrate_locked(
        &self,
        session: &mut dyn Session,
        catalog: &Catalog,
        selection: &Selection,
        ready: Option<(History, Vec<Planned>)>,
    ) -> Result<Report, Error> {
        let run_id = run_id();
        let dialect = session.dialect();
        let mut runner = self.runner(session, catalog, &run_id);
        let mut done: Vec<Done> = Vec::new();
        let mut ready = ready;
        'plan: loop {
            let view = runner.settled().await?;
            let planned = match ready.take() {
                Some((history, planned)) if history == view.history => planned,
                _ => {
                    let count = selection.count.map(|count| count.saturating_sub(done.len()));
                    let selection = Selection { count, ..selection.clone() };
                    choose(&view, &selection, dialect, self.allow_out_of_order)?
                }
            };
            if !runner.prepare(&view).await? {
                continue;
            }
            for one in &planned {
                match runner.run(one).await? {
                    Ran::Done(duration) => done.push(finished(one, duration)),
                    Ran::Changed => continue 'plan,
                }
            }
            return Ok(report(&view, run_id.clone()).with(done));
        }
    }

    /// Takes back exactly the migrations that were planned before the lock was taken.
    pub(super) async fn rollback_locked(
        &self,
        session: &mut dyn Session,
        catalog: &Catalog,
        module: &str,
        planned: &[Planned],
    ) -> Result<Report, Error> {
        let run_id = run_id();
        let mut runner = self.runner(session, catalog, &run_id);
        let mut done: Vec<Done> = Vec::new();
        'plan: while let Some(next) = planned.get(done.len()) {
            let view = runner.settled().await?;
            if !runner.prepare(&view).await? {
                continue;
            }
            let rest = &planned[done.len()..];
            match plan_back(&view, runner.session, module, &RollbackTo::Count(rest.len())).await {
                Ok(now) if now == rest => {}
                // Another run took the last one back, or added one: the last is another now.
                Ok(_) | Err(Error::TooMany { .. }) => return Err(Error::Moved { id: next.id.clone() }),
                Err(error) => return Err(error),
            }
            for one in rest {
                if one.down_differs {
                    self.emit(Event::DownDiffers { id: one.id.clone() });
                }
                match runner.run(one).await? {
                    Ran::Done(duration) => done.push(finished(one, duration)),
                    Ran::Changed => continue 'plan,
                }
            }
        }
        Ok(Report { run_id, done, ..Report::default() })
    }
}

impl<'a> Runner<'a> {
    /// Reads the history. Where runs take turns by transaction, a migration that stands between its
    /// groups is given time to go on.
    pub(super) async fn settled(&mut self) -> Result<View<'a>, Error> {
        let mut history = read(self.session).await?;
        let (pause, most) = LOOK_AGAIN;
        let mut quiet = 0;
        while !self.session.lock_outlasts_transactions() && history.is_unsettled() && quiet < most {
            tokio::time::sleep(pause).await;
            let next = self.read_alone().await?;
            quiet = if next.journal == history.journal { quiet + 1 } else { 0 };
            history = next;
        }
        self.journal = history.journal;
        self.seq = history.next_seq();
        View::new(self.catalog, history, self.session.dialect().target())
    }

    /// Reads the history while no other run is inside a transaction.
    async fn read_alone(&mut self) -> Result<History, Error> {
        self.session.begin(false).await.map_err(|error| self.migrator.not_begun(error))?;
        let history = read(self.session).await;
        self.session.rollback().await.map_err(cannot_write)?;
        history
    }

    /// Makes the tables and gives renamed modules their new name. False: plan again.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::Locked`].
    pub(super) async fn prepare(&mut self, view: &View<'_>) -> Result<bool, Error> {
        if !view.history.exists {
            return self.make_tables().await;
        }
        if view.renames.is_empty() {
            return Ok(true);
        }
        let (mut text, mut number) = (String::new(), self.journal);
        let at = self.now();
        for (from, to) in &view.renames {
            number += 1;
            let entry =
                Entry { at: &at, module: to, name: None, event: "renamed", step: None, detail: Some(from) };
            text += &self.writer().rename_module(from, to);
            let requiring =
                view.history.rows.iter().filter(|row| row.requires.iter().any(|id| id.module == *to));
            for row in requiring {
                text += &self.writer().set_requires(&row.id, &row.requires);
            }
            text += &self.writer().journal(Some(number), &entry);
        }
        if self.write_alone(&text).await? {
            for (from, to) in &view.renames {
                let (from, to) = ((*from).to_owned(), (*to).to_owned());
                self.migrator.emit(Event::ModuleRenamed { from, to });
            }
        }
        Ok(false)
    }

    async fn make_tables(&mut self) -> Result<bool, Error> {
        self.session.begin(false).await.map_err(|error| self.migrator.not_begun(error))?;
        let made = async {
            if self.session.has_table(&Name::new(MIGRATIONS)).await? {
                self.session.rollback().await?;
                return Ok(false);
            }
            let text = self.writer().create();
            reach(Point::BeforeTables).await?;
            self.session.execute(&text).await?;
            reach(Point::AfterTables).await?;
            self.session.commit().await?;
            Ok(true)
        };
        let made = made.await;
        self.or_roll_back(made).await
    }

    /// Writes to the history in a transaction of its own; false when another run wrote meanwhile.
    pub(super) async fn write_alone(&mut self, text: &str) -> Result<bool, Error> {
        let written = self.write_proven(text, &mut Proven).await?;
        Ok(written == Wrote::All)
    }

    /// The same once a look at the database, inside that transaction, shows that what is written is so.
    pub(super) async fn write_proven(&mut self, text: &str, proof: &mut dyn Prove) -> Result<Wrote, Error> {
        self.session.begin(false).await.map_err(|error| self.migrator.not_begun(error))?;
        let written = async {
            if !self.session.lock_outlasts_transactions() && !self.is_unchanged().await? {
                self.session.rollback().await?;
                return Ok(Wrote::NothingNow);
            }
            if !proof.holds(self.session).await? {
                self.session.rollback().await?;
                return Ok(Wrote::Refused);
            }
            self.session.execute(text).await?;
            self.session.commit().await?;
            Ok(Wrote::All)
        };
        let written = written.await;
        self.or_roll_back(written).await
    }

    async fn or_roll_back<T>(&mut self, result: Result<T, DatabaseError>) -> Result<T, Error> {
        match result {
            Ok(done) => Ok(done),
            Err(error) => {
                let _ = self.session.rollback().await;
                Err(cannot_write(error))
            }
        }
    }
}

fn cannot_lock(source: DatabaseError) -> Error {
    Error::Database { doing: "cannot take the migration lock", source }
}

fn cannot_write(source: DatabaseError) -> Error {
    Error::Database { doing: "cannot write the history", source }
}

fn finished(planned: &Planned, duration: Duration) -> Done {
    let Planned { id, direction, why, .. } = planned;
    Done { id: id.clone(), direction: *direction, why: why.clone(), duration }
}
