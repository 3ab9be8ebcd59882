//! The database engines that migrations are written for.

use std::fmt;
use std::str;

use serde::{Deserialize, Serialize};

/// A database engine that migration files are written for.
///
/// # Examples
/// ```
/// use strobila::Target;
/// assert_eq!("postgres".parse(), Ok(Target::Postgres));
/// assert_eq!(Target::Sqlite.to_string(), "sqlite");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Target {
    /// PostgreSQL 13 or later.
    Postgres,
    /// MySQL 8.4 or later.
    Mysql,
    /// MariaDB 10.11 or later; a text it lacks is taken from [`Target::Mysql`].
    Mariadb,
    /// SQLite 3.35 or later.
    Sqlite,
}

impl Target {
    /// Every target, in the order in which files name them.
    pub const ALL: [Target; 4] = [Target::Postgres, Target::Mysql, Target::Mariadb, Target::Sqlite];

    /// The word that stands for the target in files, flags and the config.
    pub const fn as_str(self) -> &'static str {
        match self {
            Target::Postgres => "postgres",
            Target::Mysql => "mysql",
            Target::Mariadb => "mariadb",
            Target::Sqlite => "sqlite",
        }
    }

    /// The target that a URL's scheme names; for `mysql://` only the server says whether it is MariaDB.
    pub fn of_url(url: &str) -> Option<Target> {
        match url.split(':').next()? {
            "postgres" | "postgresql" => Some(Target::Postgres),
            "mysql" => Some(Target::Mysql),
            "mariadb" => Some(Target::Mariadb),
            "sqlite" => Some(Target::Sqlite),
            _ => None,
        }
    }

    /// The target whose text serves when this one has none of its own.
    pub const fn fallback(self) -> Option<Target> {
        match self {
            Target::Mariadb => Some(Target::Mysql),
            Target::Postgres | Target::Mysql | Target::Sqlite => None,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that names no target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown target `{0}`: use postgres, mysql, mariadb or sqlite")]
pub struct UnknownTarget(pub String);

impl str::FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(word: &str) -> Result<Self, UnknownTarget> {
        Self::ALL
            .into_iter()
            .find(|target| target.as_str() == word)
            .ok_or_else(|| UnknownTarget(word.to_owned()))
    }
}
