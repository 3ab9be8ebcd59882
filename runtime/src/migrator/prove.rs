//! A look at the database before its history says that something is so.

use crate::dialect::{BoxFuture, DatabaseError, Session};

/// Whether what is to be recorded is so, judged by a look at the database under the lock.
pub trait Prove: Send {
    /// Looks, and writes nothing. The session is inside the transaction that will record it.
    fn holds<'a>(&'a mut self, session: &'a mut dyn Session) -> BoxFuture<'a, Result<bool, DatabaseError>>;
}

/// What needs no look.
pub(super) struct Proven;

impl Prove for Proven {
    fn holds<'a>(&'a mut self, _session: &'a mut dyn Session) -> BoxFuture<'a, Result<bool, DatabaseError>> {
        Box::pin(std::future::ready(Ok(true)))
    }
}

/// What became of a text for the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrote {
    All,
    /// Another run wrote meanwhile: plan again.
    NothingNow,
    /// The proof did not hold.
    Refused,
}
