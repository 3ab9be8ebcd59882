//! The values of the config and where they come from.

use std::fmt;

use strobila::Target;

use super::file::NAME;
use super::url::masked;

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub source: Source,
}

impl<T> Setting<T> {
    pub(super) fn default(value: T) -> Self {
        Setting { value, source: Source::Default }
    }
}

/// Where a value comes from, strongest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A flag of the command line.
    Flag(&'static str),
    /// An environment variable.
    Variable(String),
    /// A variable in `.env`.
    DotEnv(String),
    /// A line of `strobila.toml`.
    File(u32),
    /// What holds when nobody says anything.
    Default,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Flag(flag) => f.write_str(flag),
            Source::Variable(name) => write!(f, "environment variable {name}"),
            Source::DotEnv(name) => write!(f, ".env, {name}"),
            Source::File(line) => write!(f, "{NAME}:{line}"),
            Source::Default => f.write_str("default"),
        }
    }
}

/// A database engine that files are written for, and the oldest version they must run on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetVersion {
    /// The engine.
    pub target: Target,
    /// The oldest version, `14` or `10.11`.
    pub at_least: Option<String>,
}

impl fmt::Display for TargetVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.at_least {
            Some(version) => write!(f, "{}>={version}", self.target),
            None => write!(f, "{}", self.target),
        }
    }
}

/// What MySQL and MariaDB keep a UUID as: `[mysql] uuid`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UuidForm {
    /// `binary(16)`, as sqlx writes a `Uuid`.
    #[default]
    Bytes,
    /// `char(36)`, as sqlx writes a `Hyphenated`.
    Text,
}

impl UuidForm {
    pub(super) const ALL: [UuidForm; 2] = [UuidForm::Bytes, UuidForm::Text];
}

impl fmt::Display for UuidForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            UuidForm::Bytes => "binary(16)",
            UuidForm::Text => "char(36)",
        })
    }
}

/// How a URL is given. `Debug` and `Display` mask a URL that stands there itself.
#[derive(Clone, PartialEq, Eq)]
pub enum UrlForm {
    /// As a text.
    Text(String),
    /// `{ env = "…" }`: in an environment variable, or in `.env`.
    Variable(String),
    /// `{ file = "…" }`: in a file, its path relative to the workspace's root.
    File(String),
    /// `{ command = "…" }`: printed by a shell command.
    Command(String),
}

impl fmt::Display for UrlForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UrlForm::Text(url) => f.write_str(&masked(url)),
            UrlForm::Variable(name) => write!(f, "{{ env = {name:?} }}"),
            UrlForm::File(path) => write!(f, "{{ file = {path:?} }}"),
            UrlForm::Command(command) => write!(f, "{{ command = {command:?} }}"),
        }
    }
}

impl fmt::Debug for UrlForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
