//! Plans what is pending, takes the lock, runs, rolls back, reports.
//!
//! Places left for later: a resume goes on in [`run`] at `steps_done` of the history row; timeouts and
//! retries belong around `Session::execute` there, failpoints around each of its calls.

mod event;
mod planned;
mod select;
mod status;

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::dialect::Connect;
use crate::history::JournalEntry;
use crate::{Error, Module};

pub use event::Event;
pub use planned::{Done, Origin, Planned, PlannedStep, Report, Text, Why, steps_on};
pub use select::{Consent, NoTag, Policy, RollbackTo, Selection, Tag};
pub use status::{MigrationStatus, ModuleStatus, State, Status};

type Listener = Mutex<Box<dyn FnMut(&Event) + Send>>;
type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// Runs the migrations of modules, forward and back, and says how a database stands.
///
/// # Examples
/// ```no_run
/// # async fn start(modules: &[&'static strobila::Module]) -> Result<(), strobila::Error> {
/// use strobila::migrator::{Migrator, Selection};
/// let migrator = Migrator::new(modules).applied_by("ana");
/// for migration in migrator.plan(&"sqlite://shop.db", &Selection::all()).await? {
///     println!("{}", migration.id);
/// }
/// migrator.migrate(&"sqlite://shop.db", &Selection::all()).await?;
/// # Ok(()) }
/// ```
pub struct Migrator {
    modules: Vec<&'static Module>,
    wait: Duration,
    allow_out_of_order: bool,
    labels: Labels,
    listener: Option<Listener>,
    clock: Clock,
}

/// What a run writes beside each migration, as far as it is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    pub(crate) applied_by: Option<String>,
    pub(crate) ticket: Option<String>,
    pub(crate) repository: Option<String>,
    pub(crate) commit: Option<String>,
    pub(crate) labels: Option<String>,
    pub(crate) environment: Option<String>,
    pub(crate) tool_version: String,
}

impl Migrator {
    /// A migrator of these modules, which waits one minute for the lock.
    pub fn new(modules: &[&'static Module]) -> Self {
        Migrator {
            modules: modules.to_vec(),
            wait: Duration::from_secs(60),
            allow_out_of_order: false,
            labels: Labels { tool_version: env!("CARGO_PKG_VERSION").to_owned(), ..Labels::default() },
            listener: None,
            clock: Box::new(SystemTime::now),
        }
    }

    /// How long to wait for the migration lock; zero means not at all.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Runs a migration although one that follows it is applied.
    pub fn allow_out_of_order(mut self, allow: bool) -> Self {
        self.allow_out_of_order = allow;
        self
    }

    /// Who runs it, for the history.
    pub fn applied_by(mut self, who: impl Into<String>) -> Self {
        self.labels.applied_by = Some(who.into());
        self
    }

    /// The ticket it belongs to, for the history.
    pub fn ticket(mut self, ticket: impl Into<String>) -> Self {
        self.labels.ticket = Some(ticket.into());
        self
    }

    /// The repository it comes from, for the history.
    pub fn repository(mut self, repository: impl Into<String>) -> Self {
        self.labels.repository = Some(repository.into());
        self
    }

    /// The commit it comes from, for the history.
    pub fn commit(mut self, commit: impl Into<String>) -> Self {
        self.labels.commit = Some(commit.into());
        self
    }

    /// Free words for the history.
    pub fn labels(mut self, labels: impl Into<String>) -> Self {
        self.labels.labels = Some(labels.into());
        self
    }

    /// What the database is (dev, production); written when the history is made.
    pub fn environment(mut self, environment: impl Into<String>) -> Self {
        self.labels.environment = Some(environment.into());
        self
    }

    /// The version of the tool that runs it, for the history; this crate's unless told otherwise.
    pub fn tool_version(mut self, version: impl Into<String>) -> Self {
        self.labels.tool_version = version.into();
        self
    }

    /// Calls `listener` with everything that happens. It must be quick: the database waits.
    pub fn on_event(mut self, listener: impl FnMut(&Event) + Send + 'static) -> Self {
        self.listener = Some(Mutex::new(Box::new(listener)));
        self
    }

    /// Takes the time from `clock` instead of the system.
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// How the database stands. Writes nothing, makes no table, takes no lock; at most three queries.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::NewerHistory`], [`Error::BrokenHistory`]. A migration that is
    /// edited, missing or failed is a state here, not an error.
    pub async fn status(&self, _db: &dyn Connect) -> Result<Status, Error> {
        unimplemented!()
    }

    /// What would run, in order, with every statement, after all checks that need no run. Writes
    /// nothing, makes no table, takes no lock.
    ///
    /// # Errors
    /// Those of [`migrate`](Self::migrate) that are known before anything runs.
    pub async fn plan(&self, _db: &dyn Connect, _selection: &Selection) -> Result<Vec<Planned>, Error> {
        unimplemented!()
    }

    /// Runs what is pending, under the lock. With nothing pending no lock is taken.
    ///
    /// # Errors
    /// [`Error::History`], [`Error::HazardNotAccepted`], [`Error::TargetMissing`],
    /// [`Error::BadStatement`] and the like before anything runs; [`Error::Step`] and
    /// [`Error::Expectation`] when a migration stops. What ran before it stays.
    pub async fn migrate(&self, _db: &dyn Connect, _selection: &Selection) -> Result<Report, Error> {
        unimplemented!()
    }

    /// What a rollback would run, in order, and what it would lose. Writes nothing, asks no consent.
    ///
    /// # Errors
    /// Those of [`rollback`](Self::rollback) that are known before anything runs, consent excepted.
    pub async fn rollback_plan(
        &self,
        _db: &dyn Connect,
        _module: &str,
        _to: &RollbackTo,
    ) -> Result<Vec<Planned>, Error> {
        unimplemented!()
    }

    /// Takes back the last migrations of a module, under the lock. Nothing applied is no error.
    ///
    /// # Errors
    /// [`Error::LossNotAccepted`], [`Error::Irreversible`], [`Error::InUse`], [`Error::NoWayDown`],
    /// [`Error::TooMany`], [`Error::History`] before anything runs; [`Error::Step`] when one stops.
    pub async fn rollback(
        &self,
        _db: &dyn Connect,
        _module: &str,
        _to: &RollbackTo,
        _consent: Consent,
    ) -> Result<Report, Error> {
        unimplemented!()
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
    pub async fn ensure(&self, _db: &dyn Connect, _policy: Policy) -> Result<Report, Error> {
        unimplemented!()
    }

    /// Everything that ever happened, oldest first; of one module, or of all.
    ///
    /// # Errors
    /// [`Error::Database`], [`Error::NewerHistory`], [`Error::BrokenHistory`].
    pub async fn history(
        &self,
        _db: &dyn Connect,
        _module: Option<&str>,
    ) -> Result<Vec<JournalEntry>, Error> {
        unimplemented!()
    }

    /// Marks the pending migrations of a module as applied without running them, up to and with
    /// `upto`, or all. That the database is what they would have made is the caller's to prove.
    ///
    /// # Errors
    /// [`Error::UnknownModule`], [`Error::UnknownMigration`], [`Error::History`].
    pub async fn baseline(
        &self,
        _db: &dyn Connect,
        _module: &str,
        _upto: Option<&str>,
    ) -> Result<Report, Error> {
        unimplemented!()
    }

    fn emit(&self, event: Event) {
        event.trace();
        if let Some(listener) = &self.listener {
            let mut listener = listener.lock().unwrap_or_else(PoisonError::into_inner);
            listener(&event);
        }
    }
}

impl fmt::Debug for Migrator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modules: Vec<&str> = self.modules.iter().map(|module| module.name).collect();
        f.debug_struct("Migrator")
            .field("modules", &modules)
            .field("wait", &self.wait)
            .finish_non_exhaustive()
    }
}
