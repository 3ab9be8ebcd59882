//! The migration lock of a database, where a server keeps it under a name.

use std::time::{Duration, Instant};

use super::super::{DatabaseError, DatabaseErrorKind, Row, Session};

/// How often a session that waits asks for the lock. Waiting in the server instead would deadlock with
/// what the holder runs outside a transaction, such as `CREATE INDEX CONCURRENTLY`.
const POLL: Duration = Duration::from_millis(100);

/// What another session's lock is called to whom it keeps out.
pub(in super::super) const HELD: &str = "another session holds the migration lock";

/// How a server is asked.
pub(in super::super) struct Lock {
    /// Takes the lock if it is free: one row of one value.
    pub(in super::super) attempt: &'static str,
    /// Gives it back: one row of one value.
    pub(in super::super) release: &'static str,
    /// That value, when it is done.
    pub(in super::super) yes: &'static str,
    /// Who holds the lock, in a row for `held_by`.
    pub(in super::super) holder: &'static str,
    /// Says who holds it, as far as the user may see it.
    pub(in super::super) held_by: fn(Option<&Row>) -> DatabaseError,
}

impl Lock {
    /// Takes the lock, waiting at most `wait`.
    pub(in super::super) async fn take(
        &self,
        session: &mut dyn Session,
        wait: Duration,
    ) -> Result<(), DatabaseError> {
        let started = Instant::now();
        loop {
            match answer(&session.query(self.attempt).await?) {
                None => {
                    let message = "the server gave no answer when asked for the migration lock";
                    return Err(DatabaseError::new(DatabaseErrorKind::Statement, message)
                        .with_help("name a database at the end of the URL: the lock is one of a database"));
                }
                Some(answer) if answer == self.yes => return Ok(()),
                Some(_) => {}
            }
            let left = wait.saturating_sub(started.elapsed());
            if left.is_zero() {
                let holder = session.query(self.holder).await?;
                return Err((self.held_by)(holder.first()));
            }
            tokio::time::sleep(left.min(POLL)).await;
        }
    }

    /// Gives the lock back.
    pub(in super::super) async fn release(&self, session: &mut dyn Session) -> Result<(), DatabaseError> {
        if answer(&session.query(self.release).await?) == Some(self.yes) {
            return Ok(());
        }
        let message = "the migration lock was no longer held by this session";
        Err(DatabaseError::new(DatabaseErrorKind::Locked, message))
    }
}

/// The one value of the one row.
fn answer(rows: &[Row]) -> Option<&str> {
    match rows {
        [row] => row.first()?.as_deref(),
        _ => None,
    }
}
