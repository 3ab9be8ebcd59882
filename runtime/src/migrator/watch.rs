//! Waits for a statement while it can be ended from outside, and looks at it from a second connection.

use std::time::{Duration, Instant};

use tokio::time::{Instant as Moment, MissedTickBehavior, interval_at, sleep_until};

use super::Migrator;
use super::event::Event;
use crate::dialect::{Blocker, BoxFuture, DatabaseError, DatabaseErrorKind, Limits, Observer};
use crate::error::Id;

/// How often a statement is looked at. One that is done before is never looked at.
const LOOK: Duration = Duration::from_secs(1);

/// A statement on its way, and who looks at it.
pub(super) struct Watch<'a> {
    pub(super) migrator: &'a Migrator,
    pub(super) observer: &'a mut Option<Box<dyn Observer>>,
    /// Who was last seen in the way.
    pub(super) seen: &'a mut Option<Blocker>,
    pub(super) limits: Limits,
    /// Whether the server itself ends what runs longer than it may.
    pub(super) keeps_limit: bool,
    pub(super) id: &'a Id,
    /// How long a transaction waits for its turn at most, where it is one that is waited for and no statement.
    pub(super) turn: Option<Duration>,
    /// The step, counted from 1.
    pub(super) step: usize,
    pub(super) of: usize,
}

/// What ended a statement before its time.
enum Ended {
    Cancelled,
    TooLong(Duration),
}

impl Watch<'_> {
    /// Waits for `work` to its end, whatever happens meanwhile: a future that is dropped leaves its statement
    /// running on the server.
    ///
    /// # Errors
    /// Those of `work`. A lock that was waited for too long is told with who holds it.
    pub(super) async fn over<T>(
        mut self,
        mut work: BoxFuture<'_, Result<T, DatabaseError>>,
    ) -> Result<T, DatabaseError> {
        let started = Instant::now();
        let moment = Moment::from_std(started);
        // Early enough to see who holds the lock before the wait for it ends.
        let first = self.limits.lock.map_or(LOOK, |limit| LOOK.min(limit / 2));
        let mut ticks = interval_at(moment + first, LOOK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let limit = self.limits.statement.filter(|_| !self.keeps_limit);
        *self.seen = None;
        let mut looks = 0;
        let ended = loop {
            tokio::select! {
                biased;
                done = &mut work => return done.map_err(|error| explained(error, self.seen.as_ref())),
                () = self.migrator.cancel.cancelled() => break Ended::Cancelled,
                limit = over(limit, moment) => break Ended::TooLong(limit),
                _ = ticks.tick() => {}
            }
            looks += 1;
            tokio::select! {
                biased;
                done = &mut work => return done.map_err(|error| explained(error, self.seen.as_ref())),
                () = self.migrator.cancel.cancelled() => break Ended::Cancelled,
                seen = self.look(started, looks) => *self.seen = seen.or(self.seen.take()),
            }
        };
        let Some(observer) = self.observer.as_mut() else { return work.await };
        // Both to their ends: an end that comes too late would meet the next statement.
        let (asked, done) = tokio::join!(observer.cancel(), work);
        observer.reset();
        if let Err(error) = asked {
            tracing::warn!(%error, "the statement could not be ended, and ran on");
        }
        done.map_err(|error| match ended {
            Ended::TooLong(limit) if error.kind == DatabaseErrorKind::Canceled => DatabaseError {
                message: format!("it ran longer than the statement timeout of {limit:?}, and was ended"),
                ..error
            },
            Ended::TooLong(_) | Ended::Cancelled => explained(error, self.seen.as_ref()),
        })
    }

    /// Tells how far the statement is; the answer is who keeps it waiting.
    async fn look(&mut self, started: Instant, looks: u32) -> Option<Blocker> {
        if let Some(wait) = self.turn {
            // As often as a wait for the lock itself is told of.
            if looks % 10 == 1 {
                let holder = "another connection is writing to the database".to_owned();
                self.migrator.emit(Event::Waiting { holder, waited: started.elapsed(), wait });
            }
            return None;
        }
        let sight = match self.observer.as_mut() {
            Some(observer) => observer.look().await.unwrap_or_else(|error| {
                tracing::debug!(%error, "nothing is seen of the statement from a second connection");
                Default::default()
            }),
            None => Default::default(),
        };
        self.migrator.emit(Event::Running {
            id: self.id.clone(),
            step: self.step,
            of: self.of,
            elapsed: started.elapsed(),
            blocker: sight.blocker.clone(),
            progress: sight.progress,
        });
        sight.blocker
    }
}

/// Waits until the limit is over; for ever without one.
async fn over(limit: Option<Duration>, since: Moment) -> Duration {
    match limit {
        Some(limit) => {
            sleep_until(since + limit).await;
            limit
        }
        None => std::future::pending().await,
    }
}

/// The error with who was in the way, where it was a lock.
fn explained(mut error: DatabaseError, blocker: Option<&Blocker>) -> DatabaseError {
    let Some(blocker) = blocker.filter(|_| error.kind == DatabaseErrorKind::Locked) else { return error };
    error.message = format!("{}; in the way is {blocker}", error.message);
    let end =
        blocker.end.as_ref().map(|end| format!("wait for it, or end it if nobody needs it any more: {end}"));
    error.help = end.or(error.help);
    error
}
