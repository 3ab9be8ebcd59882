//! A look at the live database: what is applied to it, what is there.

use std::collections::{BTreeMap, BTreeSet};

use strobila::Target;
use strobila::dialect::{BoxFuture, DatabaseError, Dialect, Session, connect};
use strobila::migrator::{Prove, State as Applied, Status};
use strobila::schema::Schema;

use crate::Error;
use crate::cli::context::{Context, block_on};
use crate::cli::database;
use crate::cli::diff::source::Opened;
use crate::compare::Side;
use crate::config::{Config, DatabaseUrl, Pattern};
use crate::decide::{Flags, Undecided};
use crate::drift::{Drift, DriftError, Unsaid, drift};
use crate::error::{Code, Problem};
use crate::fold::{Folded, fold_only};
use crate::generate::{chains_on, join, unreadable};

/// A database as it is, beside what is applied to it.
pub(in crate::cli) struct Look {
    /// What its history says.
    pub(in crate::cli) status: Status,
    /// What the applied migrations lead to, by module.
    pub(in crate::cli) folded: BTreeMap<String, Folded>,
    /// The same of all modules.
    pub(in crate::cli) made: Schema,
    /// What is there and no schema says: triggers and the like.
    pub(in crate::cli) unexpressed: Vec<String>,
    live: Schema,
    db: String,
    url: String,
}

/// What a look showed.
pub(in crate::cli) struct Seen {
    pub(in crate::cli) drift: Drift,
    /// The portable schema that a migration would lead to, or what it cannot say; when it was asked for.
    pub(in crate::cli) lifted: Option<Result<Schema, Vec<Unsaid>>>,
    pub(in crate::cli) dialect: &'static dyn Dialect,
    pub(in crate::cli) url: String,
}

impl Look {
    /// Reads history and schema. Writes nothing.
    ///
    /// # Errors
    /// A database that cannot be read; a history that does not say what should be there: a migration that is
    /// edited, missing, ahead or stopped part of the way.
    pub(in crate::cli) fn at(
        context: &mut Context<'_>,
        config: &Config,
        url: &DatabaseUrl,
    ) -> Result<Self, Error> {
        let db = database::to_read(url, false)?;
        let (migrator, events) = context.migrator(config, None)?;
        let status = block_on(context.follow(migrator.status(&db), events, url))?;
        is_clear(&status, url)?;
        let applied: BTreeSet<(&str, &str)> = status
            .modules
            .iter()
            .flat_map(|module| module.migrations.iter().map(move |one| (module.module.as_str(), one)))
            .filter(|(_, one)| one.state == Applied::Applied)
            .map(|(module, one)| (module, one.name.as_str()))
            .collect();
        let (found, target) = block_on(async {
            let failed = |source| Error::Database { url: url.to_string(), source };
            let mut session = connect(&db).await.map_err(failed)?;
            let target = session.dialect().target();
            let found = session.introspect().await;
            session.close().await;
            Ok((found.map_err(failed)?, target))
        })?;
        let chains = chains_on(context.modules()?, target);
        let folded =
            fold_only(&chains, |module, name| applied.contains(&(module, name))).map_err(unreadable)?;
        let made = join(folded.iter().map(|(module, one)| (module.clone(), one.schema.clone()))).0;
        let (live, unexpressed) = (found.schema, found.unexpressed);
        Ok(Look { status, folded, made, unexpressed, live, db, url: url.to_string() })
    }

    /// What shows, under the lock, that the database is still what was seen.
    pub(in crate::cli) fn still(&self) -> Still<'_> {
        Still { seen: &self.live }
    }

    /// Whether no migration of the modules that are here is applied.
    pub(in crate::cli) fn is_untouched(&self) -> bool {
        let mut all = self.status.modules.iter().flat_map(|module| &module.migrations);
        all.all(|migration| migration.state != Applied::Applied)
    }

    /// Compares. With `targets`, what files are written for, the change is also said in portable words.
    ///
    /// # Errors
    /// A flag that names nothing; patterns that take what something else leans on; what the server says.
    pub(in crate::cli) fn compare(
        &self,
        flags: &Flags,
        ignore: &[Pattern],
        targets: Option<&Vec<Target>>,
    ) -> Result<Seen, Error> {
        block_on(async {
            let mut session = self.connect().await?;
            let place = Place { live: &self.live, url: &self.url };
            let seen = place.compare(session.as_mut(), &self.made, flags, ignore, targets).await;
            session.close().await;
            seen
        })
    }

    async fn connect(&self) -> Result<Box<dyn Session>, Error> {
        let failed = |source| Error::Database { url: self.url.clone(), source };
        connect(&self.db).await.map_err(failed)
    }

    /// The database, open for comparisons.
    ///
    /// # Errors
    /// One that cannot be reached.
    pub(in crate::cli) async fn open(&self) -> Result<Opened, Error> {
        Ok(Side::Live(self.connect().await?, self.live.clone()).into())
    }
}

/// A live schema, and what it is called in messages.
pub(in crate::cli) struct Place<'a> {
    pub(in crate::cli) live: &'a Schema,
    pub(in crate::cli) url: &'a str,
}

impl Place<'_> {
    /// Compares as [`Look::compare`] does, over the session that the schema was read from.
    ///
    /// # Errors
    /// Those of [`Look::compare`].
    pub(in crate::cli) async fn compare(
        &self,
        session: &mut dyn Session,
        made: &Schema,
        flags: &Flags,
        ignore: &[Pattern],
        targets: Option<&Vec<Target>>,
    ) -> Result<Seen, Error> {
        let told = |error| told(error, self.url);
        let dialect = session.dialect();
        let drift = drift(session, self.live, made, flags, ignore).await.map_err(told)?;
        let lifted = match targets {
            Some(targets) => Some(drift.lift(session, made, targets.len() == 1).await.map_err(told)?),
            None => None,
        };
        Ok(Seen { drift, lifted, dialect, url: self.url.to_owned() })
    }
}

/// Whether a database is what it was at a look.
pub(in crate::cli) struct Still<'a> {
    seen: &'a Schema,
}

impl Prove for Still<'_> {
    fn holds<'a>(&'a mut self, session: &'a mut dyn Session) -> BoxFuture<'a, Result<bool, DatabaseError>> {
        Box::pin(async move { Ok(session.introspect().await?.schema == *self.seen) })
    }
}

/// Whether the history says what should be there.
fn is_clear(status: &Status, url: &DatabaseUrl) -> Result<(), Error> {
    let mut conflicts = status.conflicts();
    conflicts.retain(|conflict| !matches!(conflict, strobila::Conflict::OutOfOrder { .. }));
    if !conflicts.is_empty() {
        return Err(Error::Migrator(strobila::Error::History(conflicts)));
    }
    match status.ahead().first() {
        Some(id) => Err(Error::Drift {
            message: format!("{id} is applied to {url} and has no file here, so what it made is not known"),
            help: "take the files of the release that applied it, and run the command again".to_owned(),
        }),
        None => Ok(()),
    }
}

/// A comparison that failed, as the command's error.
pub(in crate::cli) fn told(error: DriftError, url: &str) -> Error {
    match error {
        DriftError::Unsupported(list) => {
            let each = list.into_iter();
            let problems = each.map(|one| Problem { message: one.to_string(), ..Problem::default() });
            Error::Problems { code: Code::Unsupported, problems: problems.collect() }
        }
        DriftError::Undecided(Undecided::Flag(flag)) => {
            Error::Usage { message: flag.message, help: Some(flag.help) }
        }
        DriftError::Undecided(other) => Error::Bug(other.to_string()),
        error @ DriftError::Ignored { .. } => Error::Config {
            message: error.to_string(),
            place: None,
            help: Some("ignore what leans on it as well: db:drift without the pattern shows it".to_owned()),
        },
        DriftError::Database(source) => Error::Database { url: url.to_owned(), source },
        DriftError::Bug(message) => Error::Bug(message),
    }
}
