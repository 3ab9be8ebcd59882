//! A session seen from a second connection.

use std::time::Duration;

use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::{AssertSqlSafe, Connection as _};

use super::super::{Blocker, BoxFuture, DatabaseError, Observer, Progress, Row, Sight};
use super::error::REPORTED;
use super::lock::blocker;
use super::session::texts;
use crate::Target;

/// How long the server may take to answer. What is asked takes no lock that anybody holds.
const PATIENCE: Duration = Duration::from_secs(5);

/// See [`Observer`].
pub(super) struct MysqlObserver {
    options: MySqlConnectOptions,
    /// The connection that is looked at.
    id: String,
    target: Target,
    connection: Option<MySqlConnection>,
}

impl MysqlObserver {
    pub(super) fn new(options: MySqlConnectOptions, id: String, target: Target) -> Self {
        MysqlObserver { options, id, target, connection: None }
    }

    /// Asks one thing. A connection that does not answer, or whose answer nobody waited for, is not used
    /// again.
    async fn ask(&mut self, sql: &str) -> Result<Vec<Row>, DatabaseError> {
        let sql = sql.replace("$id", &self.id);
        let asked = async {
            let mut connection = match self.connection.take() {
                Some(connection) => connection,
                None => MySqlConnection::connect_with(&self.options).await?,
            };
            let answer = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(&mut connection).await;
            Ok((connection, answer))
        };
        let asked = tokio::time::timeout(PATIENCE, asked).await;
        let asked = asked.unwrap_or_else(|_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())));
        let (connection, answer) = asked.map_err(|cause| REPORTED.of_statement(cause))?;
        let rows = answer.map_err(|cause| REPORTED.of_statement(cause))?;
        self.connection = Some(connection);
        rows.iter().map(texts).collect()
    }

    async fn sight(&mut self) -> Result<Sight, DatabaseError> {
        let is_mariadb = self.target == Target::Mariadb;
        let sql = match is_mariadb {
            true => include_str!("sight_mariadb.sql"),
            false => include_str!("sight_mysql.sql"),
        };
        let Some(row) = self.ask(sql).await?.into_iter().next() else { return Ok(Sight::default()) };
        let state = row.first().cloned().flatten().unwrap_or_default();
        let progress = progress(&row);
        let waits_for_table = state.starts_with("Waiting for") && state.ends_with("lock");
        let is_in_row = row.last().is_some_and(|waits| waits.as_deref() == Some("1"));
        if !waits_for_table && !is_in_row {
            return Ok(Sight { blocker: None, progress });
        }
        let sql = match is_mariadb {
            true => include_str!("blocker_mariadb.sql"),
            false => include_str!("blocker_mysql.sql"),
        };
        // Only who has the privilege PROCESS may know.
        let rows = self.ask(sql).await.unwrap_or_default();
        Ok(Sight { blocker: rows.first().and_then(|row| seen(row)), progress })
    }
}

/// The session of a row, with how sure it is at the end.
fn seen(row: &[Option<String>]) -> Option<Blocker> {
    let (guess, row) = row.split_last()?;
    let mut found = blocker(row)?;
    if guess.as_deref() != Some("sure") {
        found.who = format!("probably {}", found.who);
    }
    Some(found)
}

/// How far it is, of a row that begins with state, stage, number of stages, percent.
fn progress(row: &[Option<String>]) -> Option<Progress> {
    let [Some(state), stage, stages, percent, ..] = row else { return None };
    if state.is_empty() {
        return None;
    }
    let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
    let (stage, stages, percent) =
        (number(stage).unwrap_or(0.0), number(stages).unwrap_or(0.0), number(percent).unwrap_or(0.0));
    let phase = match stages > 1.0 {
        true => format!("{state} (stage {stage} of {stages})"),
        false => state.clone(),
    };
    Some(Progress { phase, done: (stages > 0.0 && percent > 0.0).then_some((percent as u64, 100)) })
}

impl Observer for MysqlObserver {
    fn cancel(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async move { self.ask("KILL QUERY $id").await.map(drop) })
    }

    fn look(&mut self) -> BoxFuture<'_, Result<Sight, DatabaseError>> {
        Box::pin(self.sight())
    }
}
