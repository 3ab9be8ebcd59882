//! The pairs, as the files have them.

use std::env;
use std::fmt;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::Failure;

/// Which database a pair is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Postgres,
    /// MySQL or MariaDB.
    Mysql,
    Sqlite,
}

impl Kind {
    pub(crate) const ALL: [Kind; 3] = [Kind::Postgres, Kind::Mysql, Kind::Sqlite];

    /// The URL of a server to make databases on; else the variable that should name one.
    pub(crate) fn admin(self) -> Result<String, &'static str> {
        let of = |variable| env::var(variable).map_err(|_| variable);
        match self {
            Kind::Postgres => of("TEST_POSTGRES_URL"),
            Kind::Mysql => of("TEST_MYSQL_URL"),
            Kind::Sqlite => Ok(String::new()),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Kind::Postgres => "postgres",
            Kind::Mysql => "mysql",
            Kind::Sqlite => "sqlite",
        })
    }
}

/// A schema before and after a change, one line of a file.
#[derive(Debug, Deserialize)]
pub(crate) struct Pair {
    /// The tool whose tests it is from.
    pub(crate) suite: String,
    pub(crate) name: String,
    pub(crate) dialect: Kind,
    pub(crate) before: String,
    pub(crate) after: String,
    /// What the two hold: `check`, `identity`.
    #[serde(default)]
    pub(crate) features: Vec<String>,
    /// Whether they hold tables, columns, constraints, indexes and enums alone.
    #[serde(default)]
    pub(crate) core: bool,
    /// Whether both are the same to the server.
    #[serde(default)]
    pub(crate) noop: bool,
}

impl Pair {
    pub(crate) fn title(&self) -> String {
        format!("{} {}/{}", self.dialect, self.suite, self.name)
    }
}

/// Every pair of the `.jsonl` files of a folder, in the order of the files' names.
pub(crate) fn read(folder: &Path) -> Result<Vec<Pair>, Failure> {
    let told = |error: &dyn fmt::Display| format!("{}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| told(&error))? {
        files.push(entry?.path());
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    let mut pairs = Vec::new();
    for file in &files {
        for (number, line) in (1..).zip(fs::read_to_string(file)?.lines()) {
            let pair = serde_json::from_str(line)
                .map_err(|error| format!("{}:{number}: {error}", file.display()))?;
            pairs.push(pair);
        }
    }
    if pairs.is_empty() {
        return Err(told(&"there is no .jsonl file with a pair").into());
    }
    Ok(pairs)
}
