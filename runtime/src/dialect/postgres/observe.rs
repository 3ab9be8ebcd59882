//! A session seen from a second connection.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection as _};

use super::super::{BoxFuture, DatabaseError, Observer, Progress, Sight};
use super::error::REPORTED;
use super::lock::blocker;
use super::session::texts;

/// How long the server may take to answer. What is asked takes no lock that anybody holds.
const PATIENCE: Duration = Duration::from_secs(5);

/// See [`Observer`].
pub(super) struct PgObserver {
    options: PgConnectOptions,
    /// The server's process that is looked at.
    process: String,
    connection: Option<PgConnection>,
}

impl PgObserver {
    pub(super) fn new(options: PgConnectOptions, process: String) -> Self {
        PgObserver { options, process, connection: None }
    }

    /// Asks one thing. A connection that does not answer, or whose answer nobody waited for, is not used
    /// again.
    async fn ask(&mut self, sql: String) -> Result<Vec<Option<String>>, DatabaseError> {
        let asked = async {
            let mut connection = match self.connection.take() {
                Some(connection) => connection,
                None => PgConnection::connect_with(&self.options).await?,
            };
            let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut connection).await?;
            Ok((connection, row))
        };
        let asked = tokio::time::timeout(PATIENCE, asked).await;
        let asked = asked.unwrap_or_else(|_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())));
        let (connection, row) = asked.map_err(|cause| REPORTED.of_statement(cause))?;
        self.connection = Some(connection);
        texts(&row)
    }
}

impl Observer for PgObserver {
    fn cancel(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        let sql = format!("SELECT pg_catalog.pg_cancel_backend({})", self.process);
        Box::pin(async move { self.ask(sql).await.map(drop) })
    }

    fn look(&mut self) -> BoxFuture<'_, Result<Sight, DatabaseError>> {
        let sql = include_str!("sight.sql").replace("$process", &self.process);
        Box::pin(async move {
            let row = self.ask(sql).await?;
            Ok(Sight { blocker: blocker(&row), progress: progress(row.get(8..).unwrap_or_default()) })
        })
    }
}

fn progress(cells: &[Option<String>]) -> Option<Progress> {
    let [Some(phase), done, total] = cells else { return None };
    let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<u64>().ok());
    let done = number(done).zip(number(total)).filter(|(_, total)| *total > 0);
    Some(Progress { phase: phase.clone(), done })
}
