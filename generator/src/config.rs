//! The config: flag, environment variable, `.env`, `strobila.toml`, default, in this order.

mod edit;
mod file;
mod pattern;
mod resolve;
mod url;
mod value;
mod variables;

use std::path::{Path, PathBuf};
use std::time::Duration;

use strobila::__private::nearest;
use strobila::Target;

use crate::Error;
use file::{File, Lined, Section};

pub use edit::with_target;
pub use file::{NAME as FILE_NAME, target as target_of};
pub use pattern::Pattern;
pub use url::{DatabaseUrl, masked};
pub use value::{Setting, Source, TargetVersion, UrlForm, UuidForm};
pub use variables::Variables;

/// The environment that is meant when none is named.
pub const DEV: &str = "dev";

/// How long a statement waits for a lock in each attempt, and how many attempts there are, when nobody says.
const LOCK_TIMEOUT: Duration = Duration::from_secs(3);
const LOCK_ATTEMPTS: u32 = 5;

/// What the command line says about the config.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--config`: another file than the one found upwards.
    pub config: Option<PathBuf>,
    /// `--env`.
    pub env: Option<String>,
    /// `--database`: a URL, or the name of a `[databases.…]` section.
    pub database: Option<String>,
}

/// The config of one run: everything about the environment it works in.
#[derive(Clone)]
pub struct Config {
    /// The workspace's root; relative paths are taken from here, but that of `--database`, which is
    /// taken from the folder the command is called in.
    pub root: PathBuf,
    /// The config file, if there is one.
    pub file: Option<PathBuf>,
    /// What files are written for, in the order of [`Target::ALL`].
    pub targets: Setting<Vec<TargetVersion>>,
    /// The environment.
    pub environment: Setting<String>,
    /// Whether a rollback may lose data without a word. Never by a URL from outside: a
    /// `DATABASE_URL` that points at production must not inherit what was said of dev.
    pub allow_loss: Setting<bool>,
    /// Whether a person types the database's name before it is changed.
    pub confirm: Setting<bool>,
    /// How long a statement waits for a lock; none means for ever.
    pub lock_timeout: Setting<Option<Duration>>,
    /// How often in all what a lock kept from running is tried.
    pub lock_attempts: Setting<u32>,
    /// How long a statement may run; none means for ever.
    pub statement_timeout: Setting<Option<Duration>>,
    /// Names that `db:drift` leaves alone.
    pub ignored: Setting<Vec<Pattern>>,
    /// What MySQL and MariaDB keep a UUID of the models as.
    pub uuid: Setting<UuidForm>,
    /// The environments that the file defines, sorted.
    pub environments: Vec<String>,
    url: Option<Setting<UrlForm>>,
    scratch: Vec<Setting<UrlForm>>,
    databases: Vec<(String, Setting<UrlForm>)>,
    variables: Variables,
    folder: PathBuf,
}

impl Config {
    /// Reads the config as it holds in `folder`.
    ///
    /// `strobila.toml` is found in `folder` or above it; without one the root is the Cargo
    /// workspace's, or `folder` itself.
    ///
    /// # Errors
    /// A file that cannot be read or understood, with the line; an environment that is not defined.
    pub fn load(folder: &Path, flags: &Flags, mut variables: Variables) -> Result<Config, Error> {
        let path = match &flags.config {
            Some(path) => Some(folder.join(path)),
            None => folder.ancestors().map(|at| at.join(file::NAME)).find(|path| path.is_file()),
        };
        let root = match &path {
            Some(path) => path.parent().unwrap_or(folder).to_owned(),
            None => workspace_root(folder).unwrap_or_else(|| folder.to_owned()),
        };
        variables.read_file(&root)?;
        let file = match &path {
            Some(path) => {
                let read = std::fs::read_to_string(path);
                let text = read.map_err(|source| Error::Io { action: "read", path: path.clone(), source })?;
                file::read(&text)?
            }
            None => File::default(),
        };
        Config::merge([root, folder.to_owned()], path, file, flags, variables)
    }

    fn merge(
        [root, folder]: [PathBuf; 2],
        path: Option<PathBuf>,
        file: File,
        flags: &Flags,
        variables: Variables,
    ) -> Result<Config, Error> {
        let environment = environment(flags, &variables, &file)?;
        let section = file.environments.get(&environment.value).cloned().unwrap_or_default();
        let url = url_setting(flags, &variables, &file, &section, &environment)?;
        let outside =
            url.as_ref().is_some_and(|url| matches!(url.source, Source::Flag(_) | Source::Variable(_)));
        let allow_loss = if outside { Setting::default(false) } else { lined(section.allow_loss, false) };
        let mut timeouts =
            [lined(section.lock_timeout, Some(LOCK_TIMEOUT)), lined(section.statement_timeout, None)];
        for (setting, name) in
            timeouts.iter_mut().zip(["STROBILA_LOCK_TIMEOUT", "STROBILA_STATEMENT_TIMEOUT"])
        {
            if let Some((text, source)) = variables.get(name) {
                let value = file::timeout(text).ok_or_else(|| Error::Config {
                    message: format!("{name} is `{}`, which is no length of time", text.escape_debug()),
                    place: None,
                    help: Some("write 3s, 200ms, 2m or none".to_owned()),
                })?;
                *setting = Setting { value, source };
            }
        }
        let [lock_timeout, statement_timeout] = timeouts;
        let scratch = match variables.get("STROBILA_SCRATCH_URL") {
            Some((text, source)) => {
                let each = url::several(text).into_iter();
                each.map(|url| Setting { value: UrlForm::Text(url.to_owned()), source: source.clone() })
                    .collect()
            }
            None => file.scratch.into_iter().map(of_file).collect(),
        };
        Ok(Config {
            root,
            file: path,
            targets: targets(&variables, file.targets)?,
            environment,
            allow_loss,
            confirm: lined(section.confirm, false),
            lock_timeout,
            lock_attempts: lined(section.lock_attempts, LOCK_ATTEMPTS),
            statement_timeout,
            uuid: lined(file.uuid, UuidForm::default()),
            ignored: lined(file.ignored, Vec::new()),
            environments: file.environments.into_keys().collect(),
            url,
            scratch,
            databases: file.databases.into_iter().map(|(name, url)| (name, of_file(url))).collect(),
            variables,
            folder,
        })
    }

    /// The engines that files are written for, in the order of [`Target::ALL`].
    pub fn target_list(&self) -> Vec<Target> {
        self.targets.value.iter().map(|version| version.target).collect()
    }

    /// The URL of the database to work on.
    ///
    /// # Errors
    /// [`Error::NoDatabaseUrl`] when nothing says which; else what keeps the URL from being read.
    pub fn url(&self) -> Result<DatabaseUrl, Error> {
        let missing = || Error::NoDatabaseUrl { environment: self.environment.value.clone() };
        self.resolve(self.url.as_ref().ok_or_else(missing)?)
    }

    /// The URLs of the servers on which proofs may make and drop databases, in the order they are named.
    ///
    /// # Errors
    /// What keeps a URL from being read.
    pub fn scratch(&self) -> Result<Vec<DatabaseUrl>, Error> {
        let mut urls = Vec::new();
        for setting in &self.scratch {
            let texts = resolve::texts(setting, &self.root, &self.variables)?;
            urls.extend(texts.into_iter().map(|text| DatabaseUrl::new(text, &self.root)));
        }
        Ok(urls)
    }

    /// Every value as it is printed, by key, with its source. Secrets are masked; commands are not run.
    pub fn values(&self) -> Vec<(String, String, Source)> {
        let mut values = Vec::new();
        let mut add =
            |key: &str, value: String, source: &Source| values.push((key.to_owned(), value, source.clone()));
        let targets: Vec<String> = self.targets.value.iter().map(TargetVersion::to_string).collect();
        add("targets", targets.join(", "), &self.targets.source);
        add("env", self.environment.value.clone(), &self.environment.source);
        match &self.url {
            Some(url) => add("url", self.shown(&url.value), &url.source),
            None => add("url", "none".to_owned(), &Source::Default),
        }
        add("allow_loss", self.allow_loss.value.to_string(), &self.allow_loss.source);
        add("confirm", self.confirm.value.to_string(), &self.confirm.source);
        add("lock_timeout", shown_timeout(self.lock_timeout.value), &self.lock_timeout.source);
        add("lock_attempts", self.lock_attempts.value.to_string(), &self.lock_attempts.source);
        add("statement_timeout", shown_timeout(self.statement_timeout.value), &self.statement_timeout.source);
        add("mysql.uuid", self.uuid.value.to_string(), &self.uuid.source);
        match self.scratch.first() {
            Some(first) => {
                let urls: Vec<String> = self.scratch.iter().map(|url| self.shown(&url.value)).collect();
                add("scratch.url", urls.join(", "), &first.source);
            }
            None => add("scratch.url", "none".to_owned(), &Source::Default),
        }
        let ignored: Vec<String> = self.ignored.value.iter().map(Pattern::to_string).collect();
        let ignored = if ignored.is_empty() { "none".to_owned() } else { ignored.join(", ") };
        add("drift.ignore", ignored, &self.ignored.source);
        for (name, url) in &self.databases {
            add(&format!("databases.{name}.url"), self.shown(&url.value), &url.source);
        }
        values
    }

    fn resolve(&self, setting: &Setting<UrlForm>) -> Result<DatabaseUrl, Error> {
        let text = resolve::text(setting, &self.root, &self.variables)?;
        // What is typed into a shell means what it says there.
        let base = if matches!(setting.source, Source::Flag(_)) { &self.folder } else { &self.root };
        Ok(DatabaseUrl::new(text, base))
    }

    fn shown(&self, form: &UrlForm) -> String {
        match form {
            UrlForm::Variable(name) => match self.variables.get(name) {
                Some((text, _)) => {
                    let urls: Vec<String> = url::several(text).into_iter().map(masked).collect();
                    format!("{} from {form}", urls.join(", "))
                }
                None => format!("{form}, which is not set"),
            },
            UrlForm::Text(_) | UrlForm::File(_) | UrlForm::Command(_) => form.to_string(),
        }
    }
}

/// The Cargo workspace's root: the nearest folder upwards whose manifest has `[workspace]`, else the
/// nearest with a manifest.
pub fn workspace_root(folder: &Path) -> Option<PathBuf> {
    let manifests = || folder.ancestors().filter(|at| at.join("Cargo.toml").is_file());
    let has_workspace = |at: &&Path| {
        let text = std::fs::read_to_string(at.join("Cargo.toml")).unwrap_or_default();
        text.parse::<toml::Table>().is_ok_and(|manifest| manifest.contains_key("workspace"))
    };
    manifests().find(has_workspace).or_else(|| manifests().next()).map(Path::to_owned)
}

fn environment(flags: &Flags, variables: &Variables, file: &File) -> Result<Setting<String>, Error> {
    let setting = match (&flags.env, variables.get("STROBILA_ENV")) {
        (Some(name), _) => Setting { value: name.clone(), source: Source::Flag("--env") },
        (None, Some((name, source))) => Setting { value: name.to_owned(), source },
        (None, None) => Setting::default(DEV.to_owned()),
    };
    if setting.value != DEV && !file.environments.contains_key(&setting.value) {
        let known: Vec<String> = file.environments.keys().cloned().collect();
        let near = nearest(&setting.value, known.iter().map(String::as_str)).map(str::to_owned);
        return Err(Error::UnknownEnvironment { name: setting.value, near, known });
    }
    Ok(setting)
}

fn url_setting(
    flags: &Flags,
    variables: &Variables,
    file: &File,
    section: &Section,
    environment: &Setting<String>,
) -> Result<Option<Setting<UrlForm>>, Error> {
    if let Some(database) = &flags.database {
        return of_flag(database, file).map(Some);
    }
    // Only the environment that nobody named: a stray DATABASE_URL must not stand in for production.
    if environment.source == Source::Default
        && let Some((url, source)) = variables.get("DATABASE_URL")
    {
        return Ok(Some(Setting { value: UrlForm::Text(url.to_owned()), source }));
    }
    Ok(section.url.clone().map(of_file))
}

fn of_flag(database: &str, file: &File) -> Result<Setting<UrlForm>, Error> {
    if DatabaseUrl::is_url(database) {
        return Ok(Setting { value: UrlForm::Text(database.to_owned()), source: Source::Flag("--database") });
    }
    let known: Vec<String> = file.databases.keys().cloned().collect();
    match file.databases.get(database) {
        // A module cannot say yet that it belongs to another database than the environment's, and
        // running all of them there would be wrong.
        Some((_, line)) => Err(Error::Config {
            message: format!("no module is assigned to the database `{database}`"),
            place: Some(strobila::model::Place {
                file: file::NAME.to_owned(),
                line: *line,
                what: format!("databases.{database}"),
            }),
            help: Some(
                "this release runs every module on the environment's database; give a URL to use another"
                    .to_owned(),
            ),
        }),
        None => {
            let near = nearest(database, known.iter().map(String::as_str)).map(str::to_owned);
            // What is no name may be a URL with a slip in it, and hold a password.
            let name = if database
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-')
            {
                database.to_owned()
            } else {
                masked(database)
            };
            Err(Error::UnknownDatabase { name, near, known })
        }
    }
}

fn targets(
    variables: &Variables,
    file: Option<Lined<Vec<TargetVersion>>>,
) -> Result<Setting<Vec<TargetVersion>>, Error> {
    if let Some((text, source)) = variables.get("STROBILA_TARGETS") {
        let wrong = |(message, help)| Error::Config {
            message: format!("STROBILA_TARGETS: {message}"),
            place: None,
            help: Some(help),
        };
        let list: Result<Vec<TargetVersion>, _> = text.split(',').map(file::target).collect();
        let mut value = list.map_err(wrong)?;
        value.sort_by_key(|target| target.target);
        value.dedup_by_key(|target| target.target);
        return Ok(Setting { value, source });
    }
    let sqlite = || vec![TargetVersion { target: Target::Sqlite, at_least: None }];
    Ok(file.map_or_else(|| Setting::default(sqlite()), of_file))
}

fn of_file<T>((value, line): Lined<T>) -> Setting<T> {
    Setting { value, source: Source::File(line) }
}

fn lined<T>(value: Option<Lined<T>>, default: T) -> Setting<T> {
    value.map_or_else(|| Setting::default(default), of_file)
}

fn shown_timeout(timeout: Option<Duration>) -> String {
    match timeout {
        None => "none".to_owned(),
        Some(after) if after.subsec_millis() == 0 => format!("{}s", after.as_secs()),
        Some(after) => format!("{}ms", after.as_millis()),
    }
}

#[cfg(test)]
#[path = "config/tests.rs"]
mod tests;
