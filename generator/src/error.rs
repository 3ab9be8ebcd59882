//! What can go wrong: the data of each failure. `cli` alone makes text and exit codes of it.

mod code;
mod migrator;

use std::io;
use std::path::PathBuf;

use strobila::dialect::{DatabaseError, DatabaseErrorKind};
use strobila::model::Place;

use crate::cli::signals::Signal;
use crate::questioner::{Question, Unanswered};

pub use code::Code;

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the variant's sentence and text say what its fields are")]
pub enum Error {
    /// The command line is not understood.
    #[error("{message}")]
    Usage { message: String, help: Option<String> },
    /// `strobila.toml`, `.env` or a variable is wrong.
    #[error("{message}")]
    Config { message: String, place: Option<Place>, help: Option<String> },
    /// The scheme of a database URL is none. `url` is masked.
    #[error("{url}: the URL's scheme is not known")]
    Scheme { url: String, place: Option<Place>, help: String },
    /// No module of that name.
    #[error("there is no module `{name}`{}", did_you_mean(near))]
    UnknownModule { name: String, near: Option<String>, known: Vec<String> },
    /// No migration of that name in the module.
    #[error("the module `{module}` has no migration `{name}`{}", did_you_mean(near))]
    UnknownMigration { module: String, name: String, near: Option<String> },
    /// No environment of that name.
    #[error("there is no environment `{name}`{}", did_you_mean(near))]
    UnknownEnvironment { name: String, near: Option<String>, known: Vec<String> },
    /// No database of that name.
    #[error("there is no database `{name}`{}", did_you_mean(near))]
    UnknownDatabase { name: String, near: Option<String>, known: Vec<String> },
    /// Nothing says which database.
    #[error("no database URL for the environment `{environment}`")]
    NoDatabaseUrl { environment: String },
    /// A SQLite file that is not there.
    #[error("the database file {} does not exist", file.display())]
    NoDatabase { file: PathBuf },
    /// A database failed, or refused us. `url` is masked.
    #[error("{url}: {source}")]
    Database { url: String, source: DatabaseError },
    /// A name that cannot be a module's.
    #[error("`{}` cannot be a module's name: {reason}", name.escape_debug())]
    BadName { name: String, reason: String },
    /// Something is already there.
    #[error("{} is already there", path.display())]
    Exists { path: PathBuf },
    /// No package to run.
    #[error("{message}")]
    NoProject { message: String, place: Option<Place>, help: String },
    /// rustc or cargo failed.
    #[error("the package `{package}` does not build")]
    BuildFailed { package: String, help: String },
    /// Two migrations of a module come after the same one.
    #[error("{message}")]
    TwoHeads { message: String, place: Option<Place>, help: String },
    /// `migrations/mod.rs` and the files beside it disagree.
    #[error("{message}")]
    BadListing { message: String, place: Option<Place>, help: String },
    /// A migration that cannot be planned again.
    #[error("{message}")]
    NotAmended { code: Code, message: String, place: Option<Place>, help: String },
    /// A snapshot that cannot be read, or disagrees with the migrations.
    #[error("{message}")]
    Snapshot { message: String, place: Option<Place>, help: String },
    /// The files of a migration cannot be read or written.
    #[error(transparent)]
    Write(crate::write::WriteError),
    /// Several mistakes of one kind, all at once: in models, or what a target cannot do.
    #[error("{}", problems.first().map_or("nothing", |problem| problem.message.as_str()))]
    Problems { code: Code, problems: Vec<Problem> },
    /// A generated migration does not do what it should.
    #[error("{message}")]
    ProofFailed { message: String, help: Option<String> },
    /// A check found a difference.
    #[error("{message}")]
    OutOfDate { message: String, help: String },
    /// A database is not what its migrations make.
    #[error("{message}")]
    Drift { message: String, help: String },
    /// Decisions that nobody could be asked for.
    #[error("{}", decisions(questions.len()))]
    Undecided { questions: Vec<Question> },
    /// A change of another module has to come first.
    #[error("module {module} leans on changes of module {needs} that are not generated yet")]
    NeedsModule { module: String, needs: String },
    /// A person must type the database's name, and there is no terminal.
    #[error("on `{environment}` a person has to confirm this, and there is no terminal")]
    NotConfirmed { environment: String, database: String },
    /// A person typed another name than the database's.
    #[error("the database is not `{}`; nothing was changed", typed.escape_debug())]
    OtherName { typed: String, database: String },
    /// Values would be lost, and nobody agreed.
    #[error("{subject} loses values: {}", losses.join(", "))]
    LossNotAccepted { subject: String, losses: Vec<String>, help: String },
    /// A question without an answer.
    #[error(transparent)]
    Unanswered(#[from] Unanswered),
    /// Migrations did not run.
    #[error(transparent)]
    Migrator(#[from] strobila::Error),
    /// A signal stopped it at a point from which it can go on.
    #[error("{source}")]
    Interrupted { signal: Signal, source: Box<strobila::Error> },
    /// A file cannot be read or written.
    #[error("cannot {action} {}: {source}", path.display())]
    Io { action: &'static str, path: PathBuf, source: io::Error },
    /// Our own mistake.
    #[error("{0}")]
    Bug(String),
}

/// One of several mistakes that are shown together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, without the place.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// The way out.
    pub help: Option<String>,
}

impl Error {
    /// The kind of error.
    pub fn code(&self) -> Code {
        match self {
            Error::Usage { .. } => Code::Usage,
            Error::Config { .. } => Code::Config,
            Error::Scheme { .. } => Code::Url,
            Error::UnknownModule { .. } => Code::UnknownModule,
            Error::UnknownMigration { .. } => Code::UnknownMigration,
            Error::UnknownEnvironment { .. } => Code::UnknownEnvironment,
            Error::UnknownDatabase { .. } => Code::UnknownDatabase,
            Error::NoDatabaseUrl { .. } => Code::NoDatabaseUrl,
            Error::NoDatabase { .. } => Code::NoDatabase,
            Error::Database { source, .. } => database_code(source.kind),
            Error::BadName { .. } => Code::BadName,
            Error::Exists { .. } => Code::Exists,
            Error::NoProject { .. } => Code::NoProject,
            Error::BuildFailed { .. } => Code::BuildFailed,
            Error::TwoHeads { .. } => Code::TwoHeads,
            Error::BadListing { .. } => Code::BadListing,
            Error::Snapshot { .. } => Code::Snapshot,
            Error::Write(_) => Code::Io,
            Error::Problems { code, .. } | Error::NotAmended { code, .. } => *code,
            Error::ProofFailed { .. } => Code::ProofFailed,
            Error::OutOfDate { .. } => Code::OutOfDate,
            Error::Drift { .. } => Code::Drift,
            Error::Undecided { .. } => Code::Undecided,
            Error::NeedsModule { .. } => Code::NeedsModule,
            Error::NotConfirmed { .. } => Code::NotConfirmed,
            Error::OtherName { .. } => Code::Refused,
            Error::LossNotAccepted { .. } => Code::LossNotAccepted,
            Error::Unanswered(Unanswered::Open) => Code::Undecided,
            Error::Unanswered(Unanswered::Refused) => Code::Refused,
            Error::Unanswered(Unanswered::Interrupted) => Code::Interrupted,
            Error::Unanswered(Unanswered::Terminal(_)) | Error::Io { .. } => Code::Io,
            Error::Migrator(error) => migrator::code(error),
            Error::Interrupted { .. } => Code::Interrupted,
            Error::Bug(_) => Code::Bug,
        }
    }

    /// What the process ends with; see [`Code::exit_code`].
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Interrupted { signal, .. } => signal.exit_code(),
            other => other.code().exit_code(),
        }
    }

    /// What to do next, a line for each way on.
    pub fn help(&self) -> Option<String> {
        match self {
            Error::Usage { help, .. } | Error::Config { help, .. } | Error::ProofFailed { help, .. } => {
                help.clone()
            }
            Error::UnknownModule { known, .. } if known.is_empty() => {
                Some("no module is named in the tool's main; make one with module:new NAME".to_owned())
            }
            Error::UnknownModule { known, .. } => Some(format!("the modules are {}", known.join(", "))),
            Error::UnknownMigration { module, .. } => Some(format!("see db:status {module}")),
            Error::UnknownEnvironment { known, name, .. } => Some(format!(
                "strobila.toml defines {}; add [env.{name}] with a url",
                if known.is_empty() { "none".to_owned() } else { known.join(", ") }
            )),
            Error::UnknownDatabase { known, .. } => Some(if known.is_empty() {
                "give a URL: --database sqlite://file.db".to_owned()
            } else {
                format!("strobila.toml defines {}; or give a URL", known.join(", "))
            }),
            Error::NoDatabaseUrl { environment } => Some(no_url_help(environment)),
            Error::NoDatabase { file } if file.parent().is_some_and(|folder| !folder.exists()) => {
                Some(format!(
                    "its folder is missing: make {}, or correct the path (see config)",
                    file.parent().unwrap_or(file).display()
                ))
            }
            Error::NoDatabase { .. } => {
                Some("make it with db:migrate --create, or correct the path (see config)".to_owned())
            }
            Error::Database { source, .. } => source.help.clone(),
            Error::BadName { .. } => {
                Some("use small letters, digits and _, starting with a letter: blog, order_item".to_owned())
            }
            Error::Exists { .. } => Some("nothing is overwritten; choose another name".to_owned()),
            Error::Scheme { help, .. }
            | Error::NoProject { help, .. }
            | Error::BuildFailed { help, .. }
            | Error::TwoHeads { help, .. }
            | Error::BadListing { help, .. }
            | Error::NotAmended { help, .. }
            | Error::OutOfDate { help, .. }
            | Error::Drift { help, .. }
            | Error::LossNotAccepted { help, .. } => Some(help.clone()),
            Error::Snapshot { help, .. } => Some(help.clone()).filter(|help| !help.is_empty()),
            Error::Write(error) => error.help().map(str::to_owned),
            Error::Problems { problems, .. } => problems.first().and_then(|problem| problem.help.clone()),
            Error::Undecided { .. } => {
                Some("answer with the flags above, or run it on a terminal to be asked".to_owned())
            }
            Error::NeedsModule { module, needs } => Some(format!("run db:generate {needs} {module}")),
            Error::NotConfirmed { database, .. } => {
                Some(format!("run it on a terminal and type the name, or give --confirm {database}"))
            }
            Error::OtherName { database, .. } => Some(format!("its name is {database}")),
            Error::Unanswered(Unanswered::Open) => Some("run it on a terminal to be asked".to_owned()),
            Error::Migrator(error) => error.help(),
            Error::Interrupted { source, .. } => source.help(),
            Error::Unanswered(_) | Error::Io { .. } => None,
            Error::Bug(_) => Some("please report it: this is a mistake in strobila".to_owned()),
        }
    }

    /// Where it is: the file and line of a model, a migration or the config.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Error::Config { place, .. }
            | Error::Scheme { place, .. }
            | Error::NoProject { place, .. }
            | Error::TwoHeads { place, .. }
            | Error::BadListing { place, .. }
            | Error::Snapshot { place, .. }
            | Error::NotAmended { place, .. } => place.as_ref(),
            Error::Problems { problems, .. } => problems.first().and_then(|problem| problem.place.as_ref()),
            Error::Undecided { questions } => questions.first().and_then(|question| question.place.as_ref()),
            Error::Usage { .. }
            | Error::UnknownModule { .. }
            | Error::UnknownMigration { .. }
            | Error::UnknownEnvironment { .. }
            | Error::UnknownDatabase { .. }
            | Error::NoDatabaseUrl { .. }
            | Error::NoDatabase { .. }
            | Error::Database { .. }
            | Error::BadName { .. }
            | Error::Exists { .. }
            | Error::BuildFailed { .. }
            | Error::ProofFailed { .. }
            | Error::OutOfDate { .. }
            | Error::Drift { .. }
            | Error::Write(_)
            | Error::NeedsModule { .. }
            | Error::NotConfirmed { .. }
            | Error::OtherName { .. }
            | Error::LossNotAccepted { .. }
            | Error::Unanswered(_)
            | Error::Migrator(_)
            | Error::Interrupted { .. }
            | Error::Io { .. }
            | Error::Bug(_) => None,
        }
    }
}

fn database_code(kind: DatabaseErrorKind) -> Code {
    match kind {
        DatabaseErrorKind::Connect => Code::Connect,
        DatabaseErrorKind::ConnectionLost => Code::ConnectionLost,
        DatabaseErrorKind::Locked => Code::Locked,
        DatabaseErrorKind::Url => Code::Url,
        DatabaseErrorKind::Statement => Code::Statement,
        DatabaseErrorKind::Canceled => Code::Canceled,
        DatabaseErrorKind::Pooled => Code::Pooled,
    }
}

fn no_url_help(environment: &str) -> String {
    let section = format!("write url = \"sqlite://dev.db\" under [env.{environment}] in strobila.toml");
    if environment == "dev" {
        format!("set DATABASE_URL, in the environment or in .env\n{section}\npass --database URL")
    } else {
        format!("{section}, or url = {{ env = \"DATABASE_URL\" }}\npass --database URL")
    }
}

fn decisions(count: usize) -> String {
    if count == 1 { "a decision is missing".to_owned() } else { format!("{count} decisions are missing") }
}

fn did_you_mean(near: &Option<String>) -> String {
    near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?"))
}
