//! What a command has to work with.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use strobila::__private::{chain_problem, nearest};
use strobila::dialect::DatabaseErrorKind;
use strobila::migrator::{Cancel, Event};
use strobila::{Migrator, Module};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::arguments::Global;
use super::progress::Teller;
use super::screen::Screen;
use super::signals::Guard;
use crate::Error;
use crate::config::{Config, DatabaseUrl, Flags, Variables};
use crate::generate::State;
use crate::questioner::{Choice, Question, Questioner};
use crate::rebase;
use crate::text::visible;
use crate::write::{self, Listing};

/// What a command hands back: its result as JSON, without `"ok"`, and what the process ends with.
#[derive(Debug)]
pub struct Outcome {
    /// The object that `--format json` prints.
    pub json: Value,
    /// The exit code.
    pub exit: u8,
}

impl Outcome {
    /// A result, exit code 0. `json` is an object.
    pub fn new(json: Value) -> Self {
        Outcome { json, exit: 0 }
    }

    /// The same with another exit code: 4 when a comparison that was asked for found a difference.
    pub fn exit(mut self, code: u8) -> Self {
        self.exit = code;
        self
    }
}

/// What a migrator does, and what stops it.
pub struct Doings {
    events: UnboundedReceiver<Event>,
    cancel: Cancel,
}

/// What a command has to work with: the modules, the flags, the world around it.
pub struct Context<'a> {
    /// The modules of the project; none in the launcher.
    pub modules: Option<&'a [&'static Module]>,
    /// The flags of every command.
    pub global: &'a Global,
    /// The folder it was called in.
    pub folder: &'a Path,
    /// Environment variables.
    pub variables: &'a Variables,
    /// The time.
    pub now: DateTime<Utc>,
    /// Where it prints.
    pub screen: Screen<'a>,
    /// Whom it asks.
    pub questioner: &'a mut dyn Questioner,
    /// What must not be printed.
    pub(super) secrets: Vec<String>,
    /// The workspace's root, as soon as the config is read.
    pub(super) root: PathBuf,
}

impl Context<'_> {
    /// The config as it holds here.
    ///
    /// # Errors
    /// Those of [`Config::load`].
    pub fn config(&mut self) -> Result<Config, Error> {
        let flags = Flags {
            config: self.global.config.clone(),
            env: self.global.env.clone(),
            database: self.global.database.clone(),
        };
        let config = Config::load(self.folder, &flags, self.variables.clone())?;
        self.root.clone_from(&config.root);
        Ok(config)
    }

    /// The URL of the database to work on; from here on its password is masked in every message.
    ///
    /// # Errors
    /// Those of [`Config::url`].
    pub fn url(&mut self, config: &Config) -> Result<DatabaseUrl, Error> {
        let url = config.url()?;
        self.hide(&url);
        Ok(url)
    }

    /// Masks what is secret about a URL in every message from here on.
    pub fn hide(&mut self, url: &DatabaseUrl) {
        self.secrets.extend(url.secrets());
    }

    /// The modules of the project.
    ///
    /// # Errors
    /// [`Error::NoProject`] in the launcher, which has none.
    pub fn modules(&self) -> Result<&[&'static Module], Error> {
        self.modules.ok_or_else(|| Error::NoProject {
            message: "this command needs a project".to_owned(),
            place: None,
            help: "run it inside a workspace that `strobila init` made".to_owned(),
        })
    }

    /// What models and migrations say, by the config.
    ///
    /// # Errors
    /// Those of [`Context::modules`], [`Context::config`] and [`State::read_as`].
    pub fn state(&mut self) -> Result<State, Error> {
        self.modules()?;
        let uuid = self.config()?.uuid.value;
        State::read_as(self.modules()?, uuid)
    }

    /// The module of that name.
    ///
    /// # Errors
    /// [`Error::UnknownModule`] with the nearest name.
    pub fn module(&self, name: &str) -> Result<&'static Module, Error> {
        let modules = self.modules()?;
        modules.iter().copied().find(|module| module.name == name).ok_or_else(|| {
            let known: Vec<String> = modules.iter().map(|module| module.name.to_owned()).collect();
            let near = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
            Error::UnknownModule { name: name.to_owned(), near, known }
        })
    }

    /// Goes on with a `db:rebase` that was cut short, and says to run the command again: what is compiled in is
    /// not what stands on disk then.
    ///
    /// # Errors
    /// [`Error::BadListing`] when there was one; a file that was changed meanwhile.
    pub fn finish_rebase(&mut self) -> Result<(), Error> {
        for folder in self.modules.into_iter().flatten().filter_map(|module| module.migrations.directory()) {
            if rebase::log::finish(&folder).map_err(Error::Write)? {
                return Err(Error::BadListing {
                    message: "a db:rebase was cut short; its files are written now".to_owned(),
                    place: None,
                    help: "run the command again: the migrations are compiled in then".to_owned(),
                });
            }
        }
        Ok(())
    }

    /// Refuses modules whose migrations form no one line.
    ///
    /// # Errors
    /// [`Error::TwoHeads`] with the text of the const check.
    pub fn one_head(&self) -> Result<(), Error> {
        for module in self.modules.into_iter().flatten() {
            let list = module.migrations.list;
            let names: Vec<&str> = list.iter().map(|migration| migration.name).collect();
            if let Some(problem) = chain_problem(&names, list) {
                let (message, help) = problem.split_once("\nhelp: ").unwrap_or((&problem, ""));
                return Err(Error::TwoHeads {
                    message: format!("{}: {message}", module.name),
                    place: None,
                    help: help.to_owned(),
                });
            }
        }
        Ok(())
    }

    /// Warns of what stands in migrations directories and never runs: files that `migrations/mod.rs` does
    /// not list, and files that are no migrations.
    pub fn warn_of_unlisted(&mut self) {
        for module in self.modules.into_iter().flatten() {
            let Some(listing) = module.migrations.directory().and_then(|path| write::listing(&path).ok())
            else {
                continue;
            };
            for name in &listing.unlisted {
                self.screen.warn(format!(
                    "{}/{name} is not listed in its migrations/mod.rs and never runs; add `pub mod {name};` and, in migrations!, `{name},`",
                    module.name
                ));
            }
            self.warn_of_stray(module, &listing);
        }
    }

    /// Warns of files in a migrations directory that are no migrations; they are left alone.
    pub fn warn_of_stray(&mut self, module: &Module, listing: &Listing) {
        for name in &listing.stray {
            self.screen.warn(format!(
                "`{}` in the migrations of {} is no migration and is left alone; a migration is named MigrationYYYYMMDDHHMM.rs",
                visible(name),
                module.name
            ));
        }
    }

    /// Warns of what a comparison shows as dropped and may be renamed, with the flags that say so.
    pub fn warn_of_renames(&mut self, questions: &[Question]) {
        for question in questions {
            let flags = question.options.iter().map(|option| option.flag.as_str());
            let renames: Vec<&str> = flags.filter(|flag| flag.starts_with("--rename")).collect();
            self.screen.warn(format!(
                "{} is shown as dropped; if it was renamed: {}",
                question.subject,
                renames.join(", or ")
            ));
        }
    }

    /// A migrator of the project's modules that knows who runs it, and the stream of what it does.
    ///
    /// # Errors
    /// [`Error::NoProject`] in the launcher.
    pub fn migrator(&self, config: &Config, wait: Option<u64>) -> Result<(Migrator, Doings), Error> {
        Ok(self.migrator_of(self.modules()?, config, wait))
    }

    /// The same for modules that have more migrations than were compiled in.
    pub fn migrator_of(
        &self,
        modules: &[&'static Module],
        config: &Config,
        wait: Option<u64>,
    ) -> (Migrator, Doings) {
        let (sender, receiver) = unbounded_channel();
        let variable = |names: [&str; 2]| {
            names.into_iter().find_map(|name| self.variables.get(name)).map(|(value, _)| value.to_owned())
        };
        let mut migrator = Migrator::new(modules)
            .environment(&config.environment.value)
            .lock_timeout(config.lock_timeout.value)
            .statement_timeout(config.statement_timeout.value)
            .attempts(config.lock_attempts.value)
            .on_event(move |event| drop(sender.send(event.clone())));
        if let Some(seconds) = wait {
            migrator = migrator.wait(Duration::from_secs(seconds));
        }
        if let Some(who) = variable(["USER", "USERNAME"]) {
            migrator = migrator.applied_by(who);
        }
        if let Some(repository) = variable(["GITHUB_REPOSITORY", "CI_PROJECT_PATH"]) {
            migrator = migrator.repository(repository);
        }
        if let Some(commit) = variable(["GITHUB_SHA", "CI_COMMIT_SHA"]) {
            migrator = migrator.commit(commit);
        }
        let cancel = migrator.cancel_handle();
        (migrator, Doings { events: receiver, cancel })
    }

    /// Waits for what a migrator does, and tells about it while it does it.
    ///
    /// # Errors
    /// The migrator's; a database that cannot be reached is named by its masked URL.
    pub async fn follow<T>(
        &mut self,
        work: impl Future<Output = Result<T, strobila::Error>>,
        doings: Doings,
        url: &DatabaseUrl,
    ) -> Result<T, Error> {
        let Doings { mut events, cancel } = doings;
        let mut signals = Guard::new(cancel);
        let mut teller = Teller::default();
        let mut ticks = tokio::time::interval(Duration::from_secs(1));
        let (mut is_stopping, mut is_under_way) = (false, false);
        let mut work = std::pin::pin!(work);
        let result = loop {
            tokio::select! {
                biased;
                Some(event) = events.recv() => {
                    let begins = |event: &Event| {
                        matches!(event, Event::MigrationStarted { .. } | Event::StepStarted { .. })
                    };
                    is_under_way |= begins(&event);
                    teller.tell(&mut self.screen, &event);
                }
                result = &mut work => break result,
                _ = signals.came(), if !is_stopping => {
                    // Before its first statement there is nothing to bring to an end: no answer is waited for.
                    if !is_under_way {
                        break Err(strobila::Error::Cancelled { at: None });
                    }
                    is_stopping = true;
                    self.screen.note("stopping where it can go on later; once more ends it at once");
                }
                _ = ticks.tick() => teller.tick(&mut self.screen),
            }
        };
        while let Ok(event) = events.try_recv() {
            teller.tell(&mut self.screen, &event);
        }
        self.screen.clear_live();
        result.map_err(|error| match (error, signals.seen()) {
            (source @ strobila::Error::Cancelled { .. }, Some(signal)) => {
                Error::Interrupted { signal, source: Box::new(source) }
            }
            (error, _) => named(error, url),
        })
    }

    /// Asks yes or no where nothing can be lost; `-y` says yes. None when nobody can be asked.
    ///
    /// # Errors
    /// A person who stops.
    pub fn agrees(
        &mut self,
        subject: &str,
        text: &str,
        yes: &str,
        flag: &str,
    ) -> Result<Option<bool>, Error> {
        if self.global.yes {
            return Ok(Some(true));
        }
        if !self.questioner.is_person() {
            return Ok(None);
        }
        let option = Choice { label: yes.to_owned(), flag: flag.to_owned(), ..Choice::default() };
        let question = Question {
            subject: subject.to_owned(),
            text: text.to_owned(),
            options: vec![option],
            ..Question::default()
        };
        self.questioner.choose(&question)?;
        Ok(Some(true))
    }
}

/// Puts the masked URL beside what the server said when it could not be reached.
pub fn named(error: strobila::Error, url: &DatabaseUrl) -> Error {
    match error {
        strobila::Error::Database { source, .. }
            if matches!(source.kind, DatabaseErrorKind::Connect | DatabaseErrorKind::Url) =>
        {
            Error::Database { url: url.to_string(), source }
        }
        error => Error::Migrator(error),
    }
}

/// Runs a command's asynchronous part to its end.
///
/// # Errors
/// Its own, and a system that grants no event loop.
pub fn block_on<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Bug(format!("no event loop: {error}")))?;
    runtime.block_on(work)
}
