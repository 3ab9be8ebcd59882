//! How long statements may wait and run, and what is seen of one from a second connection while it does.

use std::fmt;
use std::time::Duration;

use super::{BoxFuture, DatabaseError};

/// How long a statement waits for a lock that another session holds, and how long it may run; none means for
/// ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// For a lock. MySQL and MariaDB know whole seconds: the next greater one holds there.
    pub lock: Option<Duration>,
    /// For the whole statement.
    pub statement: Option<Duration>,
}

/// A session that keeps another waiting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// Who it is, since when it does what it does: `process 4711 of psql as ana, idle in transaction since …`.
    pub who: String,
    /// The statement that it runs, or ran last, on one line and cut off where it is long; none when the
    /// server does not tell.
    pub statement: Option<String>,
    /// What ends it, as a statement.
    pub end: Option<String>,
}

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.who)?;
        match &self.statement {
            Some(statement) => write!(f, ": {statement}"),
            None => Ok(()),
        }
    }
}

/// How far a statement is, as the server counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What it does: `building index: scanning table`.
    pub phase: String,
    /// How much is done, and of how much, where the server counts; of one unit.
    pub done: Option<(u64, u64)>,
}

/// What a second connection sees of a statement that runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    /// Who keeps it waiting; the first of several.
    pub blocker: Option<Blocker>,
    /// How far it is.
    pub progress: Option<Progress>,
}

/// A view of a session from a second connection, which is opened when it is first needed.
pub trait Observer: Send {
    /// Ends the statement that the session runs now, if it runs one; the session then gets an error for it.
    fn cancel(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>>;

    /// Looks at what the session does now.
    fn look(&mut self) -> BoxFuture<'_, Result<Sight, DatabaseError>>;

    /// Lets the session's next statements run, after one was ended.
    fn reset(&mut self) {}
}

/// The most characters of a statement that are shown of another session's.
#[cfg(any(feature = "postgres", feature = "mysql"))]
const SHOWN: usize = 120;

/// A statement of another session on one line, cut off where it is long.
#[cfg(any(feature = "postgres", feature = "mysql"))]
pub(super) fn one_line(statement: &str) -> String {
    let line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
