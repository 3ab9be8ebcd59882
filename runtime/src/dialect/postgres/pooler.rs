//! A pooler between us and the server that gives each transaction another session: the lock would stay with
//! one, and the work would run in others.

use std::collections::BTreeSet;
use std::time::Duration;

use sqlx::postgres::PgConnection;
use sqlx::{ConnectOptions as _, Connection as _};

use super::super::{DatabaseError, DatabaseErrorKind};
use super::session::{PgSession, texts};

/// How long a pool without a free session is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often both connections are asked. A pool gives away first what came back last, unless it was set up
/// otherwise; then it takes more than one look.
const LOOKS: usize = 2;

/// Fails when statements of this session reach more than one process of the server, or one that another
/// connection's reach as well. Where no second connection can be had, nothing is known and nothing fails.
pub(super) async fn refuse(session: &mut PgSession) -> Result<(), DatabaseError> {
    let connecting = tokio::time::timeout(PATIENCE, session.options.connect()).await;
    let Ok(Ok(mut other)) = connecting else {
        tracing::debug!("no second connection: whether a pooler stands in between is not known");
        return Ok(());
    };
    let mut ours = BTreeSet::from([session.process.clone()]);
    let mut theirs = BTreeSet::new();
    for _ in 0..LOOKS {
        ours.insert(session.answering().await?);
        let Some(process) = begun(&mut other).await else { break };
        theirs.insert(process);
        if is_shared(&ours, &theirs) {
            break;
        }
        ours.insert(while_held(session, &mut other).await?);
        if is_shared(&ours, &theirs) {
            break;
        }
    }
    drop(other.close().await);
    if !is_shared(&ours, &theirs) {
        return Ok(());
    }
    // What this session has set must not meet whoever gets the server's session next.
    let _ = session.run("RESET ALL").await;
    let processes: Vec<&String> = ours.union(&theirs).collect();
    let [first, rest @ ..] = &processes[..] else { return Ok(()) };
    Err(refusal(first, rest.first().unwrap_or(first)))
}

fn is_shared(ours: &BTreeSet<String>, theirs: &BTreeSet<String>) -> bool {
    ours.len() > 1 || theirs.len() > 1 || !ours.is_disjoint(theirs)
}

/// What is said of a pooler.
pub(super) fn refusal(one: &str, other: &str) -> DatabaseError {
    let how = match one == other {
        true => format!("two connections share the server's process {one}"),
        false => format!("one connection's statements reach the server's processes {one} and {other}"),
    };
    let message = format!(
        "a transaction pooler, such as PgBouncer with pool_mode = transaction, stands before the server ({how}); \
         the migration lock would not hold there, so nothing was run"
    );
    DatabaseError::new(DatabaseErrorKind::Pooled, message).with_help(
        "give migrations a URL that leads to the server itself, often the same host with port 5432, or to a pool \
         with pool_mode = session",
    )
}

/// Begins a transaction there, and says which process of the server it is.
async fn begun(other: &mut PgConnection) -> Option<String> {
    let asked = sqlx::raw_sql("BEGIN; SELECT pg_backend_pid()").fetch_all(&mut *other);
    let rows = tokio::time::timeout(PATIENCE, asked).await.ok()?.ok()?;
    texts(rows.last()?).ok()?.into_iter().next()?
}

/// Which process answers us while the other connection's transaction holds its own; ends that.
async fn while_held(session: &mut PgSession, other: &mut PgConnection) -> Result<String, DatabaseError> {
    let mut asked = std::pin::pin!(session.answering());
    // A pool of one session has none left for us before the other gives it back.
    let answered = tokio::time::timeout(PATIENCE, &mut asked).await;
    let _ = sqlx::raw_sql("ROLLBACK").execute(other).await;
    match answered {
        Ok(answer) => answer,
        Err(_) => asked.await,
    }
}
