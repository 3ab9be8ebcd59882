//! `db:create`, `db:drop` and `db:setup`: the database itself.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use strobila::Target;
use strobila::dialect::{DatabaseError, Dialect, Session, connect, dialect};

use super::context::{Context, Outcome, block_on};
use super::{database, migrate};
use crate::Error;
use crate::config::DatabaseUrl;
use crate::proof::with_database;

/// The flags of `db:drop`.
#[derive(Debug, Clone, Default, Args)]
pub struct DropArgs {
    /// The database's name, which is otherwise typed on a terminal
    #[arg(long, value_name = "DATABASE")]
    pub confirm: Option<String>,
}

/// Runs `db:create`: makes the environment's database when it is not there.
///
/// # Errors
/// What the server says; a URL that names no database.
pub(super) fn create(context: &mut Context<'_>) -> Result<Outcome, Error> {
    let config = context.config()?;
    let url = context.url(&config)?;
    let made = match url.file() {
        Some(file) => make_file(&file)?,
        None => block_on(make(&url))?,
    };
    let name = url.database();
    context.screen.line(match made {
        true => format!("created {name}"),
        false => format!("{name} is there already"),
    });
    Ok(Outcome::new(json!({ "database": name, "created": made })))
}

/// Runs `db:setup`: `db:create`, then `db:migrate`.
///
/// # Errors
/// Those of both.
pub(super) fn setup(context: &mut Context<'_>, args: &migrate::MigrateArgs) -> Result<Outcome, Error> {
    create(context)?;
    migrate::run(context, args)
}

/// Runs `db:drop`: drops the environment's database with all that is in it, once its name is typed.
///
/// # Errors
/// [`Error::NotConfirmed`] when nobody typed the name; what the server says, such as that somebody is
/// connected.
pub(super) fn drop(context: &mut Context<'_>, args: &DropArgs) -> Result<Outcome, Error> {
    let config = context.config()?;
    let url = context.url(&config)?;
    let name = url.database();
    let is_there = match url.file() {
        Some(file) => file.exists(),
        None => block_on(is_there(&url))?,
    };
    if is_there {
        database::type_name(context, &config, &url, args.confirm.as_deref(), "drop the database")?;
        match url.file() {
            Some(file) => remove_file(&url, &file)?,
            None => block_on(remove(&url))?,
        }
    }
    context.screen.line(match is_there {
        true => format!("dropped {name}"),
        false => format!("there is no {name}"),
    });
    Ok(Outcome::new(json!({ "database": name, "dropped": is_there })))
}

fn make_file(file: &Path) -> Result<bool, Error> {
    match OpenOptions::new().write(true).create_new(true).open(file) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(source) => Err(Error::Io { action: "create", path: file.to_owned(), source }),
    }
}

/// Removes the file and what SQLite keeps beside it, unless somebody is in the middle of a transaction.
fn remove_file(url: &DatabaseUrl, file: &Path) -> Result<(), Error> {
    block_on(async {
        let failed = |source| Error::Database { url: url.to_string(), source };
        let mut session = connect(url.expose()).await.map_err(failed)?;
        let alone = match session.execute("BEGIN EXCLUSIVE").await {
            Ok(()) => session.execute("ROLLBACK").await,
            Err(error) => Err(error),
        };
        session.close().await;
        alone.map_err(failed)
    })?;
    let beside = ["-wal", "-shm", "-journal"].map(|suffix| {
        let mut name = file.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    });
    for path in beside.iter().filter(|path| path.exists()).map(PathBuf::as_path).chain([file]) {
        std::fs::remove_file(path).map_err(|source| Error::Io {
            action: "remove",
            path: path.to_owned(),
            source,
        })?;
    }
    Ok(())
}

/// Connects to the database; none when its server says that there is no such database.
async fn open(url: &DatabaseUrl) -> Result<Option<Box<dyn Session>>, Error> {
    if url.database().is_empty() {
        return Err(Error::Usage {
            message: format!("{url} names no database"),
            help: Some("write its name at the end: postgres://user@host/database".to_owned()),
        });
    }
    match connect(url.expose()).await {
        Ok(session) => Ok(Some(session)),
        Err(error) if error.is_no_database() => Ok(None),
        Err(source) => Err(Error::Database { url: url.to_string(), source }),
    }
}

async fn is_there(url: &DatabaseUrl) -> Result<bool, Error> {
    match open(url).await? {
        Some(session) => {
            session.close().await;
            Ok(true)
        }
        None => Ok(false),
    }
}

async fn make(url: &DatabaseUrl) -> Result<bool, Error> {
    if is_there(url).await? {
        return Ok(false);
    }
    on_server(url, |dialect, name| dialect.create_database(name)).await?;
    Ok(true)
}

async fn remove(url: &DatabaseUrl) -> Result<(), Error> {
    on_server(url, |dialect, name| format!("DROP DATABASE {}", dialect.quote(name))).await
}

/// Runs a statement about the database on a connection to another one of the same server.
async fn on_server(url: &DatabaseUrl, sql: impl FnOnce(&dyn Dialect, &str) -> String) -> Result<(), Error> {
    let failed = |source: DatabaseError| Error::Database { url: url.to_string(), source };
    let dialect = Target::of_url(url.expose()).map(dialect);
    let other = dialect.map_or("", Dialect::maintenance_database);
    let mut server = connect(&with_database(url.expose(), other)).await.map_err(failed)?;
    let sql = sql(server.dialect(), &url.database());
    let done = server.execute(&sql).await;
    server.close().await;
    done.map_err(failed)
}
