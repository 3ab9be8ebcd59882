//! What a side of `db:diff`, or `db:generate --from`, is read from.

use std::path::{Path, PathBuf};

use strobila::Target;
use strobila::dialect::{DatabaseError, Session, connect};
use strobila::schema::Schema;

use crate::Error;
use crate::cli::context::Context;
use crate::compare::Side;
use crate::config::DatabaseUrl;
use crate::error::{Code, Problem};
use crate::proof::{Leftover, Scratch};

/// What a side is read from.
#[derive(Clone)]
pub(in crate::cli) enum Source {
    Schema(Schema),
    Database(DatabaseUrl),
    File { path: PathBuf, sql: String },
}

/// A side that is open.
pub(in crate::cli) struct Opened {
    pub(in crate::cli) side: Side,
    /// The database that a file of SQL was run on.
    leftover: Option<(Leftover, String)>,
}

impl From<Side> for Opened {
    fn from(side: Side) -> Self {
        Opened { side, leftover: None }
    }
}

/// Whether a flag names a file of SQL.
pub(in crate::cli) fn is_sql_file(text: &str) -> bool {
    Path::new(text).extension().is_some_and(|extension| extension == "sql")
}

impl Source {
    /// What a flag names.
    ///
    /// # Errors
    /// [`Error::Usage`] for what is none of them; a file that cannot be read.
    pub(in crate::cli) fn of(context: &mut Context<'_>, text: &str) -> Result<Self, Error> {
        match text {
            "models" => Ok(Source::Schema(context.state()?.aligned())),
            "files" => Ok(Source::Schema(context.state()?.prev().clone())),
            "live" => {
                let config = context.config()?;
                Ok(Source::Database(context.url(&config)?))
            }
            url if DatabaseUrl::is_url(url) => {
                let url = DatabaseUrl::new(url, context.folder);
                context.hide(&url);
                Ok(Source::Database(url))
            }
            file if is_sql_file(file) => {
                let path = context.folder.join(file);
                let sql = std::fs::read_to_string(&path).map_err(|error| Error::Usage {
                    message: format!("cannot read {file}: {error}"),
                    help: Some("name a file of SQL that is there, in UTF-8".to_owned()),
                })?;
                Ok(Source::File { path: PathBuf::from(file), sql })
            }
            other => Err(Error::Usage {
                message: format!("`{other}` is neither a URL, a .sql file nor one of live, files, models"),
                help: Some(
                    "write a database as sqlite://path/to/file.db, postgres://user@host/database or mysql://user@host/database"
                        .to_owned(),
                ),
            }),
        }
    }

    /// The database that a URL names, as far as its scheme tells.
    pub(in crate::cli) fn target(&self) -> Option<Target> {
        let Source::Database(url) = self else { return None };
        // Only the server of a mysql:// URL says whether it is MySQL or MariaDB.
        Target::of_url(url.expose()).filter(|target| *target != Target::Mysql)
    }

    pub(in crate::cli) fn is_file(&self) -> bool {
        matches!(self, Source::File { .. })
    }

    /// Reads it. A file of SQL runs on a database of its own, which `scratch` is the server of.
    ///
    /// # Errors
    /// A database that is not there or cannot be read; a statement that its server refuses.
    pub(in crate::cli) async fn open(
        self,
        target: Option<Target>,
        scratch: Option<&DatabaseUrl>,
    ) -> Result<Opened, Error> {
        match self {
            Source::Schema(schema) => Ok(Side::Portable(schema).into()),
            Source::Database(url) => {
                let failed = |source| Error::Database { url: url.to_string(), source };
                if let Some(file) = url.file().filter(|file| !file.exists()) {
                    return Err(Error::NoDatabase { file });
                }
                let mut session = connect(url.expose()).await.map_err(failed)?;
                let schema = session.introspect().await.map_err(failed)?.schema;
                Ok(Side::Live(session, schema).into())
            }
            Source::File { path, sql } => run(&path, &sql, target, scratch).await,
        }
    }
}

async fn run(
    path: &Path,
    sql: &str,
    target: Option<Target>,
    scratch: Option<&DatabaseUrl>,
) -> Result<Opened, Error> {
    let Some(target) = target else {
        return Err(Error::Usage {
            message: format!("for which database {} is written is not known", path.display()),
            help: Some("name it with --target".to_owned()),
        });
    };
    let shown = scratch.map_or_else(|| target.to_string(), ToString::to_string);
    let failed = |source| Error::Database { url: shown.clone(), source };
    let scratch = Scratch::open(target, scratch.map(DatabaseUrl::expose)).await.map_err(failed)?;
    let (mut session, leftover) = scratch.into_parts();
    match read(session.as_mut(), path, sql).await {
        Ok(schema) => Ok(Opened { side: Side::Live(session, schema), leftover: Some((leftover, shown)) }),
        Err(error) => {
            session.close().await;
            let _the_first_error_counts = leftover.drop().await;
            Err(error)
        }
    }
}

/// Runs the statements of the file, and reads what they made.
async fn read(session: &mut dyn Session, path: &Path, sql: &str) -> Result<Schema, Error> {
    let told = |line: usize, message: String, help: &str| Error::Problems {
        code: Code::Statement,
        problems: vec![Problem {
            message: format!("{}:{line}: {message}", path.display()),
            help: Some(help.to_owned()),
            ..Problem::default()
        }],
    };
    let statements = session.dialect().statements(sql).map_err(|problem| {
        told(problem.line, problem.message, "the file runs on a scratch database: leave the statement out")
    })?;
    for statement in statements {
        let failed = |error: DatabaseError| {
            told(statement.line, error.to_string(), "mend the statement, or name its database with --target")
        };
        session.execute(&statement.sql).await.map_err(failed)?;
    }
    let failed = |source| Error::Database { url: path.display().to_string(), source };
    Ok(session.introspect().await.map_err(failed)?.schema)
}

impl Opened {
    /// Closes the connection and drops what was made for it.
    ///
    /// # Errors
    /// What the server says.
    pub(in crate::cli) async fn close(self) -> Result<(), Error> {
        if let Side::Live(session, _) = self.side {
            session.close().await;
        }
        match self.leftover {
            Some((leftover, url)) => leftover.drop().await.map_err(|source| Error::Database { url, source }),
            None => Ok(()),
        }
    }
}
