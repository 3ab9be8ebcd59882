//! The databases that pairs are loaded into: two for each worker, made anew for each pair.

use std::process;

use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Executor};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::Failure;
use crate::pair::Kind;

/// The databases of a worker.
pub(crate) struct Databases {
    pub(crate) kind: Kind,
    admin: String,
    /// Where SQLite's files are.
    folder: TempDir,
    prefix: String,
    runtime: Runtime,
}

/// Statements on a connection of their own, in the server's own mode: no session of ours.
async fn execute<C>(url: &str, statements: &[&str]) -> Result<(), sqlx::Error>
where
    C: Connection,
    for<'c> &'c mut C: Executor<'c, Database = C::Database>,
{
    let mut connection = C::connect(url).await?;
    for sql in statements {
        match connection.execute(sqlx::raw_sql(AssertSqlSafe(*sql))).await {
            // MySQL's word for a text, or the end of one, that holds no statement.
            Err(sqlx::Error::Database(error)) if error.message() == "Query was empty" => {}
            done => drop(done?),
        }
    }
    connection.close().await
}

impl Databases {
    pub(crate) fn new(kind: Kind, admin: &str, worker: usize) -> Result<Self, Failure> {
        Ok(Databases {
            kind,
            admin: admin.to_owned(),
            folder: tempfile::tempdir()?,
            prefix: format!("corpus_{}_{worker}", process::id()),
            runtime: tokio::runtime::Builder::new_current_thread().enable_all().build()?,
        })
    }

    /// The name of a database.
    pub(crate) fn name(&self, which: &str) -> String {
        format!("{}_{which}", self.prefix)
    }

    pub(crate) fn url(&self, which: &str) -> String {
        let name = self.name(which);
        match self.kind {
            Kind::Sqlite => format!("sqlite://{}", self.folder.path().join(name).display()),
            Kind::Postgres | Kind::Mysql => {
                let base = self.admin.rsplit_once('/').map_or(self.admin.as_str(), |(base, _)| base);
                format!("{base}/{name}")
            }
        }
    }

    /// Runs statements; each text may hold several.
    ///
    /// # Errors
    /// What the server says.
    pub(crate) fn run(&self, which: &str, statements: &[&str]) -> Result<(), sqlx::Error> {
        let url = self.url(which);
        self.runtime.block_on(async {
            match self.kind {
                Kind::Postgres => execute::<PgConnection>(&url, statements).await,
                Kind::Mysql => execute::<MySqlConnection>(&url, statements).await,
                Kind::Sqlite => execute::<SqliteConnection>(&url, statements).await,
            }
        })
    }

    /// Makes an empty database, in the place of one that is there.
    pub(crate) fn make(&self, which: &str) -> Result<(), Failure> {
        let name = self.name(which);
        self.drop(which)?;
        match self.kind {
            Kind::Postgres => {
                self.on_server(&format!("CREATE DATABASE {name} TEMPLATE template0 STRATEGY wal_log"))
            }
            Kind::Mysql => self.on_server(&format!("CREATE DATABASE {name} CHARACTER SET utf8mb4")),
            Kind::Sqlite => Ok(std::fs::write(self.folder.path().join(name), "")?),
        }
    }

    fn drop(&self, which: &str) -> Result<(), Failure> {
        let name = self.name(which);
        match self.kind {
            Kind::Postgres => self.on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")),
            Kind::Mysql => self.on_server(&format!("DROP DATABASE IF EXISTS {name}")),
            Kind::Sqlite => Ok(()),
        }
    }

    fn on_server(&self, sql: &str) -> Result<(), Failure> {
        let done = self.runtime.block_on(async {
            match self.kind {
                Kind::Mysql => execute::<MySqlConnection>(&self.admin, &[sql]).await,
                Kind::Postgres | Kind::Sqlite => execute::<PgConnection>(&self.admin, &[sql]).await,
            }
        });
        Ok(done?)
    }

    /// Waits for what one of its databases is asked.
    pub(crate) fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Rows of one statement on a SQLite file, each value as text.
    pub(crate) fn rows(&self, which: &str, sql: &str) -> Result<Vec<Vec<Option<String>>>, Failure> {
        let url = self.url(which);
        let rows = self.runtime.block_on(async {
            let mut session = strobila::dialect::connect(&url).await?;
            let rows = session.query(sql).await;
            session.close().await;
            rows
        });
        Ok(rows?)
    }

    /// Drops what is left.
    pub(crate) fn close(self) -> Result<(), Failure> {
        ["a", "b"].iter().try_for_each(|which| self.drop(which))
    }
}
