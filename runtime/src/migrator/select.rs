//! Which migrations a run is about.

use std::fmt;
use std::str;

/// A module, or one migration of it: `blog`, `blog/Migration202611201326`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    /// The module.
    pub module: String,
    /// The migration; none means all of the module.
    pub migration: Option<String>,
}

/// A text that is no tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no tag: write MODULE or MODULE/MIGRATION")]
pub struct NoTag(pub String);

impl str::FromStr for Tag {
    type Err = NoTag;

    fn from_str(text: &str) -> Result<Self, NoTag> {
        let (module, migration) = match text.split_once('/') {
            Some((module, migration)) => (module, Some(migration)),
            None => (text, None),
        };
        if module.is_empty() || migration.is_some_and(|name| name.is_empty() || name.contains('/')) {
            return Err(NoTag(text.to_owned()));
        }
        Ok(Tag { module: module.to_owned(), migration: migration.map(str::to_owned) })
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.migration {
            Some(migration) => write!(f, "{}/{migration}", self.module),
            None => f.write_str(&self.module),
        }
    }
}

/// Which pending migrations to run. The default is all of them.
///
/// What a selected migration requires runs too, its parents and those of other modules; the plan says
/// for which one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Modules and migrations; empty means everything.
    pub tags: Vec<Tag>,
    /// At most so many, the first of the order.
    pub count: Option<usize>,
    /// Nothing that comes after this migration in the order.
    pub to: Option<String>,
}

impl Selection {
    /// Everything that is pending.
    pub fn all() -> Self {
        Self::default()
    }

    /// One module, and what it requires.
    pub fn module(name: impl Into<String>) -> Self {
        Selection { tags: vec![Tag { module: name.into(), migration: None }], ..Self::default() }
    }
}

/// How far to roll a module back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RollbackTo {
    /// So many, the last applied first. More than are applied is an error.
    Count(usize),
    /// Until this migration is the last of the module; it stays.
    Name(String),
    /// Every migration of the module.
    All,
}

/// Whether a person accepts that a rollback loses data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// It may be lost.
    Accepted,
    /// Refuse when anything would be lost.
    Refused,
}

/// What a server does at start-up about pending migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Run them.
    Apply,
    /// Refuse to start: [`Error::NotCurrent`](crate::Error::NotCurrent).
    RequireCurrent,
    /// Warn through `tracing`, and start.
    WarnOnly,
}
