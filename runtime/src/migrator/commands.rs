//! The migrator's commands: each takes a session, does its work, and closes the session on every path.

use std::time::Duration;

use tracing::Instrument as _;

use super::back::{check_consent, plan_back};
use super::catalog::Catalog;
use super::choose::choose;
use super::event::Event;
use super::planned::{Planned, Report};
use super::prove::{Prove, Proven};
use super::repair::Repair;
use super::select::{Consent, Policy, RollbackTo, Selection};
use super::status::Status;
use super::view::View;
use super::{Migrator, run_id};
use crate::Error;
use crate::dialect::{Connect, DatabaseError, Session};
use crate::error::{Conflict, Id};
use crate::failpoint::{Point, reach};
use crate::history::{JournalEntry, read, read_journal};

/// How long to wait before each further attempt at a connection.
const PAUSES: [Duration; 3] =
    [Duration::from_millis(250), Duration::from_millis(500), Duration::from_millis(1_000)];

impl Migrator {
    /// How the database stands. Writes nothing, makes no table, takes no lock; at most three queries.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::NewerHistory`], [`Error::BrokenHistory`]. A migration that is
    /// edited, missing or failed is a state here, not an error.
    pub async fn status(&self, db: &dyn Connect) -> Result<Status, Error> {
        let catalog = Catalog::new(&self.modules)?;
        let mut session = self.open(db).await?;
        let catalog = catalog.on(session.dialect().target());
        let view = view(&catalog, &mut *session).await;
        session.close().await;
        Ok(view?.status())
    }

    /// What would run, in order, with every statement, after all checks that need no run. Writes
    /// nothing, makes no table, takes no lock.
    ///
    /// # Errors
    /// Those of [`migrate`](Self::migrate) that are known before anything runs.
    pub async fn plan(&self, db: &dyn Connect, selection: &Selection) -> Result<Vec<Planned>, Error> {
        let catalog = Catalog::new(&self.modules)?;
        let mut session = self.open(db).await?;
        let catalog = catalog.on(session.dialect().target());
        let view = view(&catalog, &mut *session).await;
        let dialect = session.dialect();
        session.close().await;
        choose(&view?, selection, dialect, self.allow_out_of_order)
    }

    /// Runs what is pending, under the lock. With nothing pending no lock is taken.
    ///
    /// # Errors
    /// [`Error::History`], [`Error::HazardNotAccepted`], [`Error::TargetMissing`],
    /// [`Error::BadStatement`] and the like before anything runs; [`Error::Step`] and
    /// [`Error::Expectation`] when a migration stops. What ran before it stays.
    pub async fn migrate(&self, db: &dyn Connect, selection: &Selection) -> Result<Report, Error> {
        let catalog = Catalog::new(&self.modules)?;
        let mut session = self.open(db).await?;
        let catalog = catalog.on(session.dialect().target());
        let work = self.migrate_on(&mut *session, &catalog, selection);
        let report = work.instrument(tracing::info_span!("migrate")).await;
        session.close().await;
        report
    }

    async fn migrate_on(
        &self,
        session: &mut dyn Session,
        catalog: &Catalog,
        selection: &Selection,
    ) -> Result<Report, Error> {
        let view = view(catalog, session).await?;
        self.tell_ahead(&view);
        let mut ready = None;
        // A migration that stands between its groups may be at work just now: only the lock tells.
        if !view.history.is_unsettled() {
            let planned = choose(&view, selection, session.dialect(), self.allow_out_of_order)?;
            if planned.is_empty() && view.renames.is_empty() {
                return Ok(report(&view, run_id()));
            }
            ready = Some((view.history, planned));
        }
        self.lock(session).await?;
        let report = self.migrate_locked(session, catalog, selection, ready).await;
        unlock(session).await;
        report
    }

    /// What a rollback would run, in order, and what it would lose. Writes nothing, asks no consent.
    ///
    /// # Errors
    /// Those of [`rollback`](Self::rollback) that are known before anything runs, consent excepted.
    pub async fn rollback_plan(
        &self,
        db: &dyn Connect,
        module: &str,
        to: &RollbackTo,
    ) -> Result<Vec<Planned>, Error> {
        let catalog = Catalog::new(&self.modules)?;
        let mut session = self.open(db).await?;
        let catalog = catalog.on(session.dialect().target());
        let planned = plan_rollback(&mut *session, &catalog, module, to).await;
        session.close().await;
        planned
    }

    /// Takes back the last migrations of a module, under the lock. Nothing applied is no error.
    ///
    /// # Errors
    /// [`Error::LossNotAccepted`], [`Error::Irreversible`], [`Error::InUse`], [`Error::NoWayDown`],
    /// [`Error::TooMany`], [`Error::History`] before anything runs; [`Error::Step`] when one stops.
    /// [`Error::Moved`] when another run changed the history meanwhile: it might be another migration
    /// that is the last now.
    pub async fn rollback(
        &self,
        db: &dyn Connect,
        module: &str,
        to: &RollbackTo,
        consent: Consent,
    ) -> Result<Report, Error> {
        let catalog = Catalog::new(&self.modules)?;
        let mut session = self.open(db).await?;
        let catalog = catalog.on(session.dialect().target());
        let work = self.rollback_on(&mut *session, &catalog, module, to, consent);
        let report = work.instrument(tracing::info_span!("rollback", module)).await;
        session.close().await;
        report
    }

    /// Takes back exactly what [`rollback_plan`](Self::rollback_plan) said, under the lock: that is what a
    /// person consented to.
    ///
    /// # Errors
    /// Those of [`rollback`](Self::rollback). [`Error::Moved`] when it is no longer what would be taken back,
    /// and then nothing was.
    pub async fn rollback_planned(
        &self,
        db: &dyn Connect,
        module: &str,
        planned: &[Planned],
        consent: Consent,
    ) -> Result<Report, Error> {
        let catalog = Catalog::new(&self.modules)?;
        let mut session = self.open(db).await?;
        let catalog = catalog.on(session.dialect().target());
        let work = self.take_back(&mut *session, &catalog, module, planned, consent);
        let report = work.instrument(tracing::info_span!("rollback", module)).await;
        session.close().await;
        report
    }

    async fn rollback_on(
        &self,
        session: &mut dyn Session,
        catalog: &Catalog,
        module: &str,
        to: &RollbackTo,
        consent: Consent,
    ) -> Result<Report, Error> {
        let planned = plan_rollback(session, catalog, module, to).await?;
        self.take_back(session, catalog, module, &planned, consent).await
    }

    async fn take_back(
        &self,
        session: &mut dyn Session,
        catalog: &Catalog,
        module: &str,
        planned: &[Planned],
        consent: Consent,
    ) -> Result<Report, Error> {
        check_consent(planned, consent)?;
        if planned.is_empty() {
            return Ok(Report { run_id: run_id(), ..Report::default() });
        }
        self.lock(session).await?;
        let report = self.rollback_locked(session, catalog, module, planned).await;
        unlock(session).await;
        report
    }

    /// For a server's start: runs, requires or only reports what is pending.
    ///
    /// A database that a newer release migrated is not an error: it is reported and the server
    /// starts. With nothing pending no lock is taken.
    ///
    /// # Errors
    /// Those of [`migrate`](Self::migrate) with [`Policy::Apply`]; [`Error::NotCurrent`] and
    /// [`Error::History`] with [`Policy::RequireCurrent`]; with [`Policy::WarnOnly`] only
    /// [`Error::Database`] and what makes the history unreadable.
    pub async fn ensure(&self, db: &dyn Connect, policy: Policy) -> Result<Report, Error> {
        if policy == Policy::Apply {
            return self.migrate(db, &Selection::all()).await;
        }
        let catalog = Catalog::new(&self.modules)?;
        let mut session = self.open(db).await?;
        let catalog = catalog.on(session.dialect().target());
        let view = view(&catalog, &mut *session).await;
        session.close().await;
        let view = view?;
        self.tell_ahead(&view);
        let is_out_of_order = |conflict: &Conflict| matches!(conflict, Conflict::OutOfOrder { .. });
        let mut conflicts = view.conflicts();
        conflicts.retain(|conflict| !(self.allow_out_of_order && is_out_of_order(conflict)));
        let report = report(&view, run_id());
        if policy == Policy::RequireCurrent {
            if !conflicts.is_empty() {
                return Err(Error::History(conflicts));
            }
            if !report.pending.is_empty() {
                return Err(Error::NotCurrent(report.pending));
            }
        }
        for conflict in conflicts {
            tracing::warn!(%conflict, "history and migrations disagree");
        }
        for id in &report.pending {
            tracing::warn!(migration = %id, "pending");
        }
        Ok(report)
    }

    /// Everything that ever happened, oldest first; of one module, or of all. Writes nothing.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::NewerHistory`], [`Error::BrokenHistory`].
    pub async fn history(&self, db: &dyn Connect, module: Option<&str>) -> Result<Vec<JournalEntry>, Error> {
        let catalog = Catalog::new(&self.modules)?;
        let mut session = self.open(db).await?;
        let catalog = catalog.on(session.dialect().target());
        let entries = journal(&mut *session, &catalog, module).await;
        session.close().await;
        entries
    }

    /// Marks the pending migrations of a module as applied without running them, up to and with
    /// `upto`, or all. That the database is what they would have made is the caller's to prove.
    ///
    /// # Errors
    /// [`Error::UnknownModule`], [`Error::UnknownMigration`], [`Error::History`].
    pub async fn baseline(
        &self,
        db: &dyn Connect,
        module: &str,
        upto: Option<&str>,
    ) -> Result<Report, Error> {
        let catalog = Catalog::new(&self.modules)?;
        let mut session = self.open(db).await?;
        let catalog = catalog.on(session.dialect().target());
        let report = self.baseline_on(&mut *session, &catalog, module, upto, &mut Proven).await;
        session.close().await;
        // What needs no look is never refused.
        report.map(Option::unwrap_or_default)
    }

    /// The same once a look at the database shows that it holds what they would have made: under the lock, in the
    /// transaction that marks them, so that nobody changes it in between. None when it does not.
    ///
    /// # Errors
    /// Those of [`baseline`](Self::baseline); [`Error::Database`] when the look fails.
    pub async fn baseline_proven(
        &self,
        db: &dyn Connect,
        module: &str,
        upto: Option<&str>,
        proof: &mut dyn Prove,
    ) -> Result<Option<Report>, Error> {
        let catalog = Catalog::new(&self.modules)?;
        let mut session = self.open(db).await?;
        let catalog = catalog.on(session.dialect().target());
        let report = self.baseline_on(&mut *session, &catalog, module, upto, proof).await;
        session.close().await;
        report
    }

    async fn baseline_on(
        &self,
        session: &mut dyn Session,
        catalog: &Catalog,
        module: &str,
        upto: Option<&str>,
        proof: &mut dyn Prove,
    ) -> Result<Option<Report>, Error> {
        let view = view(catalog, session).await?;
        let places = super::baseline::places(&view, module, upto)?;
        if places.is_empty() {
            return Ok(Some(report(&view, run_id())));
        }
        self.lock(session).await?;
        let report = self.baseline_locked(session, catalog, module, upto, proof).await;
        unlock(session).await;
        report
    }

    /// Mends the row of one migration, for a reason that the journal keeps with who did it. Runs no
    /// statement of a migration; the history is compared again under the lock.
    ///
    /// # Errors
    /// [`Error::NotRepairable`] where it makes no sense, with what does; [`Error::NoReason`] without a reason;
    /// [`Error::Moved`] when another run changed the history meanwhile.
    pub async fn repair(&self, db: &dyn Connect, id: &Id, repair: Repair, reason: &str) -> Result<(), Error> {
        let catalog = Catalog::new(&self.modules)?;
        let mut session = self.open(db).await?;
        let catalog = catalog.on(session.dialect().target());
        let done = self.repair_on(&mut *session, &catalog, id, repair, reason).await;
        session.close().await;
        done
    }

    /// Opens a session, and tries again where the server takes no connection just now.
    async fn open(&self, db: &dyn Connect) -> Result<Box<dyn Session>, Error> {
        let attempts = u32::try_from(PAUSES.len()).unwrap_or(u32::MAX).saturating_add(1);
        for (attempt, pause) in (2..).zip(PAUSES) {
            match db.session().await {
                Err(error) if error.is_passing() && !self.cancel.is_cancelled() => {
                    let reason = error.message;
                    self.emit(Event::Reconnecting { attempt, attempts, pause, reason });
                    tokio::time::sleep(pause).await;
                }
                opened => return opened.map_err(not_opened),
            }
        }
        db.session().await.map_err(not_opened)
    }

    fn tell_ahead(&self, view: &View<'_>) {
        let unknown = view.ahead();
        if !unknown.is_empty() {
            self.emit(Event::Ahead { unknown });
        }
    }
}

fn not_opened(source: DatabaseError) -> Error {
    Error::Database { doing: "cannot open the database", source }
}

/// Reads the history and lays the files beside it.
pub(super) async fn view<'c>(catalog: &'c Catalog, session: &mut dyn Session) -> Result<View<'c>, Error> {
    let history = read(session).await?;
    View::new(catalog, history, session.dialect().target())
}

async fn plan_rollback(
    session: &mut dyn Session,
    catalog: &Catalog,
    module: &str,
    to: &RollbackTo,
) -> Result<Vec<Planned>, Error> {
    let view = view(catalog, session).await?;
    plan_back(&view, session, module, to).await
}

async fn journal(
    session: &mut dyn Session,
    catalog: &Catalog,
    module: Option<&str>,
) -> Result<Vec<JournalEntry>, Error> {
    if !read(session).await?.exists {
        return Ok(Vec::new());
    }
    // What happened under an old name belongs to the module as well.
    let modules: Option<Vec<&str>> = module.map(|module| {
        let renames = catalog.renames().into_iter();
        let old = renames.filter(|(_, to)| *to == module).map(|(from, _)| from);
        std::iter::once(module).chain(old).collect()
    });
    read_journal(session, modules.as_deref()).await
}

/// What there is to say about a database on which nothing was done.
pub(super) fn report(view: &View<'_>, run_id: String) -> Report {
    Report { run_id, done: Vec::new(), pending: view.pending(), ahead: view.ahead() }
}

/// Gives the lock back. Closing the session gives it back too, so a failure is only told.
pub(super) async fn unlock(session: &mut dyn Session) {
    let unlocked = async {
        reach(Point::BeforeUnlock).await?;
        session.unlock().await?;
        reach(Point::AfterUnlock).await
    };
    if let Err(error) = unlocked.await {
        tracing::warn!(%error, "the migration lock could not be given back");
    }
}
