//! Plans what is pending, takes the lock, runs, rolls back, reports.
//!
//! Places left for later: a resume goes on in `run` at `steps_done` of the history row; failpoints around each of its calls.

mod back;
mod baseline;
mod cancel;
mod catalog;
mod choose;
mod commands;
mod event;
mod locked;
mod planned;
mod prove;
mod repair;
mod run;
mod select;
mod status;
mod view;
mod watch;

use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use crate::Module;
use crate::dialect::Limits;

pub use crate::history::JournalEntry;
pub use cancel::Cancel;
pub use event::Event;
pub use planned::{Done, Origin, Planned, PlannedStep, Report, Text, Why, steps_on, transaction_on};
pub use prove::Prove;
pub use repair::Repair;
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
    limits: Limits,
    attempts: u32,
    cancel: Cancel,
    allow_out_of_order: bool,
    labels: Labels,
    reason: Option<String>,
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
    /// A migrator of these modules, which waits one minute for the migration lock, and in each of five
    /// attempts three seconds for every other lock.
    pub fn new(modules: &[&'static Module]) -> Self {
        Migrator {
            modules: modules.to_vec(),
            wait: Duration::from_secs(60),
            limits: Limits { lock: Some(Duration::from_secs(3)), statement: None },
            attempts: 5,
            cancel: Cancel::new(),
            allow_out_of_order: false,
            labels: Labels { tool_version: env!("CARGO_PKG_VERSION").to_owned(), ..Labels::default() },
            reason: None,
            listener: None,
            clock: Box::new(SystemTime::now),
        }
    }

    /// How long to wait for the migration lock; zero means not at all.
    pub fn wait(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// How long a statement waits for a lock that another session holds; none means for ever. Whoever needs the
    /// table meanwhile waits behind the statement. Three seconds unless told otherwise; a file may say what
    /// holds for its own statements.
    pub fn lock_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.limits.lock = timeout;
        self
    }

    /// How long a statement may run; for ever unless told otherwise.
    pub fn statement_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.limits.statement = timeout;
        self
    }

    /// How often a transaction, or a statement outside of any, is tried in all when a lock is not to be had in
    /// time; at least once. Between two attempts it pauses, with no lock of its own but the migration lock.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// What stops the runs of this migrator from outside. A library installs no handlers of signals: the
    /// program decides what it stops for.
    pub fn cancel_handle(&self) -> Cancel {
        self.cancel.clone()
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

    /// Why migrations are marked by hand, for the journal.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
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

/// A name for one run, unlike that of any other.
fn run_id() -> String {
    // The standard library seeds its hashers at random, so no crate for random numbers is needed.
    let part = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", part(), part())
}
