//! What tells, after a crash, whether a statement took effect.

/// What a statement leaves that tells whether it took effect, when no transaction of the migration
/// covers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trace {
    /// It can run in one transaction with the row that records it.
    Shared,
    /// The definition of this subject, in words for [`Session::definition`](super::Session::definition): it
    /// is another one when the statement took effect.
    Definition(String),
    /// Nothing, and none is needed: to run it twice is to run it once.
    Repeatable,
    /// Nothing: only a person can tell.
    Nothing,
}

/// What a definition was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Definition {
    /// Its text.
    Is(String),
    /// There was no such thing.
    Absent,
    /// The server does not show it to this user.
    Hidden,
}
